"""How rules become machine code without doing the same work at each level of calls.

Left alone, the compiler optimises every function twice, makes machine code of it, and does all
that again for whatever it is compiled into. Rules only ever run inside the engine. So a piece is
optimised once and kept as the compiler's own language, a joint, which only passes on to pieces,
not even that, and machine code is made of the whole engine alone. The results are the same.
"""

from typing import Any

from numba.core.codegen import JITCodeLibrary
from numba.core.compiler import Compiler, CompilerBase, DefaultPassBuilder

#: What is changed below; a version of numba without one of these compiles in its own way.
_CHANGED = (
    "_finalize_dynamic_globals",
    "_finalize_final_module",
    "_optimize_final_module",
    "codegen",
    "enable_object_caching",
)


class _NoEnvironment:
    """Stand before the code generator of a piece, which has no machine code to tell things to."""

    def __init__(self, codegen: Any) -> None:
        self._codegen = codegen

    def set_env(self, name: str, environment: Any) -> None:
        """Do nothing."""

    def __getattr__(self, name: str) -> Any:
        return getattr(self._codegen, name)


class _Whole(JITCodeLibrary):  # type: ignore[misc]
    """Hold the engine: optimised once, then made into machine code."""

    def _optimize_final_module(self) -> None:
        manager, builder = self._codegen._module_pass_manager()
        manager.run(self._final_module, builder)


class _Piece(_Whole):
    """Hold what is only ever compiled into something else."""

    @property
    def codegen(self) -> Any:
        return _NoEnvironment(self._codegen)

    def _finalize_final_module(self) -> None:
        self._finalize_dynamic_globals()
        self._finalized = True


class _Apart(_Piece):
    """Hold what many places call and few runs need: called, never copied into its callers."""

    def _optimize_final_module(self) -> None:
        # As names are written in the compiler's language; types in them may hold any word.
        own = f"{len(self.name)}{self.name}B"
        for function in self._final_module.functions:
            if own in function.name and not function.is_declaration:
                function.add_function_attribute("noinline")
        super()._optimize_final_module()


class _Joint(_Piece):
    """Hold what only passes on to pieces."""

    def _optimize_final_module(self) -> None:
        """Leave it to what it is compiled into."""


class _InLibrary(CompilerBase):  # type: ignore[misc]
    """Compile as ever, but into a library of our own."""

    library: type[_Whole]

    def define_pipelines(self) -> Any:
        """Return the usual steps, the library set beforehand."""
        name = self.state.func_id.func_name
        library = self.library(self.state.targetctx.codegen(), name)
        library.enable_object_caching()
        self.state.library = library
        return [DefaultPassBuilder.define_nopython_pipeline(self.state)]


class _WholeCompiler(_InLibrary):
    library = _Whole


class _PieceCompiler(_InLibrary):
    library = _Piece


class _ApartCompiler(_InLibrary):
    library = _Apart


class _JointCompiler(_InLibrary):
    library = _Joint


def _known(compiler: type[_InLibrary]) -> Any:
    return compiler if all(hasattr(JITCodeLibrary, name) for name in _CHANGED) else Compiler


#: Pass one of these to numba as ``pipeline_class``.
WHOLE, PIECE = _known(_WholeCompiler), _known(_PieceCompiler)
APART, JOINT = _known(_ApartCompiler), _known(_JointCompiler)
