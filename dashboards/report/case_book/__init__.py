"""The workbook of a case: every sum a live formula over the futures' own numbers."""
