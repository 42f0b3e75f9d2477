"""The counts of a ViperGPT program: of things, and of every kind of things that a table names."""

from __future__ import annotations

from abc import abstractmethod
from dataclasses import replace

from visprog_planners.grammar import meaning as m
from visprog_planners.grammar.everyday import KINDS, NOUNS, contents
from visprog_planners.grammar.expressions import Expressions
from visprog_planners.grammar.parts import Unread
from visprog_planners.grammar.patches import Patches, is_whole, missing, wrapped


class Census(Patches, Expressions):
    """How many there are, and of which kinds."""

    among_kinds = m.ANY
    """What :data:`visprog_planners.grammar.things.EACH` is one of."""

    def counted(self, thing: m.Thing) -> str:
        if thing.noun == m.EACH:
            places = range(self.images) if thing.image is None else (thing.image,)
            return " + ".join(f"{self.tally(thing, index)}[name]" for index in places)
        return " + ".join(f"len({name})" for name in self.patches(thing).split(" + "))

    def distinct(self, quantity: m.Distinct) -> str:
        thing = quantity.thing
        if quantity.by == "colour":
            return f"len(set({self.colours_of(thing)}))"
        places = range(self.images) if thing.image is None else (thing.image,)
        found = [self.named(self.holder_of(thing, index), thing) for index in places]
        return f"len(set({' + '.join(found)}))"

    @abstractmethod
    def colours_of(self, thing: m.Thing) -> str:
        """An expression for the list of the colours of things, one for each."""

    def kinds(self, quantity: m.Kinds) -> str:
        return f"len({self.kinds_that(quantity)})"

    def kinds_that(self, quantity: m.Kinds) -> str:
        """An expression for the list of the names of the kinds of which something holds."""
        before, self.among_kinds = self.among_kinds, quantity.of
        holds = self.condition(quantity.that)
        names = self.kinds_of(quantity.of)
        self.among_kinds = before
        others = f"name not in {list(quantity.besides)!r} and " if quantity.besides else ""
        return f"[name for name in {names} if {others}({holds})]"

    def kinds_of(self, kind: str) -> str:
        """The variable with the names of all the kinds that are looked for."""
        key = (kind, "kinds")
        if key not in self.known:
            names = sorted(NOUNS) if kind == m.ANY else contents("", kind)
            self.known[key] = self.fresh(kind, "kinds")
            self.lines.append(f"{self.known[key]} = {wrapped(names)}")
        return self.known[key]

    def tally(self, thing: m.Thing, index: int) -> str:
        """The variable with how many there are of each kind in one picture, by name."""
        kind = self.among_kinds
        patch, names = self.holder_of(thing, index), self.kinds_of(kind)
        key = (patch, kind, "tally")
        if key not in self.known:
            inside, found = self.fresh(kind, "patches"), self.fresh(kind, "names")
            counts = self.known[key] = self.fresh(kind, "counts")
            self.lines += [
                f"{inside} = {{name: {patch}.find(name) for name in {names}}}",
                f"{found} = [name for name in {names} if {inside}[name]]",
                "# of two names for one thing the likelier one counts",
                f"{counts} = {{name: len([patch for patch in {inside}[name]",
                f"        if patch.best_text_match({found}) == name]) for name in {names}}}",
            ]
        return self.known[key]

    def holder_of(self, thing: m.Thing, index: int) -> str:
        """The variable of what a thing is in or on; of the picture, where it is nowhere else."""
        if thing.place is None:
            return self.whole(index)
        if thing.place.relation not in {"in", "on"}:
            raise Unread("what kinds there are beside another thing takes a model")
        return self.one(thing.place.of.within(index))

    def most_of_kind(self, meaning: m.MostOfKind) -> str:
        thing = meaning.thing
        best = "max" if meaning.operator == ">" else "min"
        there = "counts = {name: count for name, count in counts.items() if count > 0}"
        if meaning.options:
            patch = self.holder_of(thing, thing.image or 0)
            options = wrapped(meaning.options)
            counts = f"{{name: len({patch}.find(name)) for name in {options}}}"
        else:
            kind = self.among_kinds = m.ANY if thing.noun == m.EACH else thing.noun
            number = self.counted(replace(thing, noun=m.EACH))
            counts = f"{{name: {number} for name in {self.kinds_of(kind)}}}"
            thing = replace(thing, noun=kind)
        self.lines += [
            f"counts = {counts}",
            f"assert any(counts.values()), {missing(thing)!r}",
            *([] if meaning.options else [there]),
            f"best = [name for name in counts if counts[name] == {best}(counts.values())]",
        ]
        return "best[0] if len(best) == 1 else 'equal'"

    def what(self, meaning: m.What) -> str:
        place = meaning.place
        patch = self.one(place.of)
        found = self.named(patch, m.Thing(meaning.kind or m.ANY, place=place), meaning.besides)
        if meaning.besides or (meaning.kind is not None and is_whole(place.of)):
            return f"' and '.join({found}) or 'none'"
        question = f"What is {place.relation} the {place.of.noun}?"
        return f"' and '.join({found}) or {patch}.simple_query({question!r})"

    def named(self, patch: str, thing: m.Thing, besides: tuple[str, ...] = ()) -> str:
        """The variable with the names of the things of a kind that are in a patch."""
        kind = None if thing.noun == m.ANY else thing.noun
        holder = "" if thing.place is None else thing.place.of.noun
        inside, found = self.fresh(kind or "thing", "patches"), self.fresh(kind or "thing", "names")
        left_out = {name for noun in besides for name in (noun, *KINDS.get(noun, ()))}
        names = [name for name in contents(holder, kind) if name not in left_out]
        self.lines += [
            f"names = {wrapped(names)}",
            f"{inside} = {{name: {patch}.find(name) for name in names}}",
            f"{found} = [name for name in names if {inside}[name]]",
            f"if len({found}) > 1:  # two names for one thing: the likelier one counts",
            f"    {found} = [name for name in {found}",
            f"        if any(patch.best_text_match({found}) == name for patch in {inside}[name])]",
        ]
        return found
