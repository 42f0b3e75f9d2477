"""Quantities and conditions as Python expressions; what a thing is counted by is the writer's."""

from __future__ import annotations

from abc import ABC, abstractmethod

from visprog_planners.grammar import meaning as m


class Expressions(ABC):
    """The arithmetic and logic that both dialects share."""

    @abstractmethod
    def counted(self, thing: m.Thing) -> str:
        """An expression for how many there are."""

    @abstractmethod
    def distinct(self, quantity: m.Distinct) -> str:
        """An expression for how many different kinds or colours there are."""

    @abstractmethod
    def kinds(self, quantity: m.Kinds) -> str:
        """An expression for how many kinds there are of which something holds."""

    @abstractmethod
    def spelled(self, quantity: m.Lettered) -> str:
        """An expression for how many letters or words a text has."""

    @abstractmethod
    def stated(self, condition: m.Stated) -> str:
        """An expression that is true when something holds of things taken for granted."""

    def quantity(self, quantity: m.Quantity) -> str:
        if isinstance(quantity, int):
            return str(quantity)
        if isinstance(quantity, m.Count):
            return self.counted(quantity.thing)
        if isinstance(quantity, m.Distinct):
            return self.distinct(quantity)
        if isinstance(quantity, m.Kinds):
            return self.kinds(quantity)
        if isinstance(quantity, m.Lettered):
            return self.spelled(quantity)
        if isinstance(quantity, m.Difference):
            return f"{self.quantity(quantity.first)} - {grouped(self.quantity(quantity.second))}"
        if isinstance(quantity, m.Apart):
            first, second = (grouped(self.quantity(q)) for q in (quantity.first, quantity.second))
            return f"abs({first} - {second})"
        if isinstance(quantity, m.Extreme):
            return f"{quantity.which}({', '.join(self.quantity(part) for part in quantity.of)})"
        if isinstance(quantity, m.Times):
            return f"{quantity.factor} * {grouped(self.quantity(quantity.of))}"
        if isinstance(quantity, m.Remainder):
            return f"{grouped(self.quantity(quantity.of))} % {quantity.by}"
        parts: list[str] = []
        for part in quantity.parts:
            if isinstance(part, CONDITIONS):
                parts.append(f"(1 if {self.condition(part)} else 0)")
            else:
                parts.append(self.quantity(part))
        return " + ".join(parts)

    def condition(self, condition: m.Condition) -> str:
        if isinstance(condition, m.Compare):
            first, second = self.quantity(condition.first), self.quantity(condition.second)
            return f"{first} {condition.operator} {second}"
        if isinstance(condition, m.Both):
            texts = [self.condition(part) for part in condition.parts]
            inner = any(isinstance(part, m.Both) for part in condition.parts)
            return f" {condition.word} ".join(f"({text})" if inner else text for text in texts)
        if isinstance(condition, m.Not):
            return f"not ({self.condition(condition.part)})"
        return self.stated(condition)


CONDITIONS = (
    m.Compare, m.Both, m.Not, m.Is, m.Exceeds, m.Alike, m.IsKind, m.AnswerIs, m.Says, m.SaysSame,
    m.AllSaySame,
)  # fmt: skip


def grouped(expression: str) -> str:
    """In brackets, unless it needs none."""
    return f"({expression})" if " " in expression else expression
