"""The knowledge base of a plan and the engine that answers from it. Knows nothing of any messenger."""

from knowledge.base import Knowledge, load_knowledge

__all__ = ["Knowledge", "load_knowledge"]
