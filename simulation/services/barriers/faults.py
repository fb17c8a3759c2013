"""Barriers that cannot happen to the sites there are: of a site or of a post that is not there."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from simulation.errors import DoorwaysError
from simulation.names import hint
from simulation.numbers import counted
from simulation.services.declaration import POST, CostLine, Site


def faults(
    barriers: Sequence[Mapping[str, Any]], sites: Sequence[Site]
) -> Iterator[tuple[int, str, DoorwaysError]]:
    """Yield each fault: which barrier it is of, from 0, under which key, and what is wrong in words.

    Parameters
    ----------
    barriers
        What a scenario says of them, checked one by one.
    sites
        Of the service, as it has them when nothing goes wrong.
    """
    for number, one in enumerate(barriers):
        site = one.get("site")
        if site is not None and site > len(sites):
            rule = f"The service has {counted(len(sites), 'site')}."
            yield number, "site", DoorwaysError("barrier, site", site, rule, "Correct the number.")
            continue
        here = sites if site is None else [sites[site - 1]]
        lacking = [each for each in here if "post" in one and line_of(each, one["post"]) is None]
        if lacking:
            rule, posts = "The site has no such post.", _posts(lacking[0])
            step = hint(one["post"], posts)
            yield number, "post", DoorwaysError("barrier, post", one["post"], rule, step)


def line_of(site: Site, post: str) -> CostLine | None:
    """Return the line of a post, named as the service names it, with spaces or underscores."""
    posts = _posts(site)
    return posts.get(post) or posts.get(post.replace("_", " "))


def _posts(site: Site) -> dict[str, CostLine]:
    return {line.post: line for line in site.costs if line.of == POST and line.posts > 0}
