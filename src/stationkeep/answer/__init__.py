"""The Answer: sentences, tables, ledger, plots, report, credibility statement, exports."""

from stationkeep.answer.answer import Answer, build

__all__ = ["Answer", "build"]
