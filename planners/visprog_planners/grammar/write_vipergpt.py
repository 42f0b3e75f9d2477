"""Programs in ViperGPT's dialect: plain Python over image patches.

Everything the grammar reads can be said here. A thing that the question takes for granted is
asserted, so that a run in which it was not found ends with that sentence and not with a wrong
answer.
"""

from __future__ import annotations

from dataclasses import replace

from visprog_planners.grammar import meaning as m
from visprog_planners.grammar import signs
from visprog_planners.grammar.census import Census
from visprog_planners.grammar.everyday import COLOURS, GROUNDS, HOLDERS, KINDS, NOUNS, contents
from visprog_planners.grammar.parts import Unread
from visprog_planners.grammar.patches import (
    AWAY,
    BESIDE,
    MEASURES,
    THIRDS,
    fills,
    is_whole,
    looks,
    missing,
    stands,
    wrapped,
)
from visprog_planners.grammar.settings import is_setting
from visprog_planners.grammar.signs import ASKED
from visprog_planners.grammar.singled import placed
from visprog_planners.grammar.things import told_apart


def write(meaning: m.Meaning, images: int) -> str:
    """The program."""
    program = _Program(images)
    program.answer(meaning)
    names = [f"image{index + 1}" for index in range(images)] if images > 1 else ["image"]
    head = [f"def execute_command({', '.join(names)}):"]
    for index in sorted(program.used):
        head.append(f"    {program.whole(index)} = ImagePatch({names[index]})")
    return "\n".join([*head, *(f"    {line}" for line in program.lines)]) + "\n"


class _Program(Census):
    # ---- quantities and conditions

    def colours_of(self, thing: m.Thing) -> str:
        """An expression for the list of the colours of things, one for each."""
        patches = self.patches(thing)
        self.all_colours()
        options, target = self.fresh(thing.noun, "options"), self.fresh(thing.noun, "colours")
        self.lines += [
            f"{options} = [colour + {' ' + thing.noun!r} for colour in colours]",
            f"{target} = [colours[{options}.index(patch.best_text_match({options}))]",
            f"    for patch in {patches}]",
        ]
        return target

    def all_colours(self) -> None:
        """The variable ``colours``."""
        if "colours" not in self.taken:
            self.taken.add("colours")
            self.lines.append(f"colours = {list(COLOURS)!r}")

    def spelled(self, quantity: m.Lettered) -> str:
        text = f"{self.text_of(quantity.image)}.lower()"
        if quantity.letter is not None:
            return f"{text}.count({quantity.letter!r})"
        if quantity.by == "word":
            return f"len({text}.split())"
        return f"len([letter for letter in {text} if letter.isalpha()])"

    def stated(self, condition: m.Stated) -> str:
        if isinstance(condition, m.AnswerIs):
            patch = self.whole(condition.image or 0)
            return f"{patch}.simple_query({condition.question!r}) == {condition.answer!r}"
        if isinstance(condition, m.SaysSame):
            one, other = (
                self.text_of(*((of, None) if isinstance(of, int) else (None, of)))
                for of in (condition.first, condition.second)
            )
            part = {"all": "", "first": ".strip()[:1]", "last": ".strip()[-1:]"}[condition.part]
            return f"{one}.lower(){part} == {other}.lower(){part}"
        if isinstance(condition, m.AllSaySame):
            signs = self.patches(condition.thing)
            self.lines.append(f"assert {signs}, {f'no {condition.thing.noun} was found'!r}")
            said = f"patch.simple_query({ASKED!r}).lower()"
            return f"len({{{said} for patch in {signs}}}) == 1"
        if isinstance(condition, m.Says):
            text = f"{self.text_of(condition.image, condition.on)}.lower()"
            if condition.how == "in":
                return f"{condition.text!r} in {text}"
            if condition.how != "all":
                return f"{text}.strip().{condition.how}swith({condition.text!r})"
            return f"{text} == {condition.text!r}"
        if isinstance(condition, m.Exceeds):
            return self.exceeds(condition.first, condition.measure, condition.second, condition.to)
        if isinstance(condition, m.Alike):
            first, second = (self.colour_of(t) for t in (condition.first, condition.second))
            return f"{first} {'!=' if condition.different else '=='} {second}"
        if isinstance(condition, m.IsKind) and condition.noun == m.ANY:
            raise Unread("it does not say what kind of thing it asks about")
        if isinstance(condition, m.IsKind):
            if condition.noun == "sign" and condition.thing.noun == m.ANY:
                return self.is_sign(condition.thing)
            options = _options(condition.thing)
            options = options if condition.noun in options else (*options, condition.noun)
            said = f"patch.best_text_match({wrapped(options)}) == {condition.noun!r}"
            thing = condition.thing
            if thing.noun == m.ANY and thing.closest is not None and thing.place is not None:
                # with nothing on that side it is not this: an answer, and no failure
                return f"any({said} for patch in {self.patches(thing)})"
            return f"{self.one(thing)}{said.removeprefix('patch')}"
        return self.said(condition)

    def is_sign(self, thing: m.Thing) -> str:
        """An expression for whether something of any kind is a sign: it lies where one does."""
        signs = self.patches(m.Thing("sign", image=thing.image))
        self.besides = ("sign",)
        found = self.patches(thing)
        self.besides = ()
        same = "(patch.left, patch.lower) == (other.left, other.lower)"
        return f"any({same} for patch in {found} for other in {signs})"

    def colour_of(self, thing: m.Thing) -> str:
        """The variable with the colour of a thing."""
        key = (thing, "colour")
        if key not in self.known:
            patch = self.one(thing, seen=True)
            self.all_colours()
            options, target = self.fresh(thing.noun, "options"), self.fresh(thing.noun, "colour")
            self.lines.append(f"{options} = [colour + {' ' + thing.noun!r} for colour in colours]")
            self.lines.append(
                f"{target} = colours[{options}.index({patch}.best_text_match({options}))]"
            )
            self.known[key] = target
        return self.known[key]

    def exceeds(
        self, one: m.Thing, measure: m.Measure, other: m.Thing, to: m.Thing | None = None
    ) -> str:
        first, second = self.one(one), self.one(other)
        what, way = MEASURES[measure]
        if to is not None:
            near = self.one(to)
            sign = "<" if measure == "nearer" else ">"
            return f"{AWAY.format(first, near)} {sign} {AWAY.format(second, near)}"
        wholes = (self.whole(thing.image or 0) for thing in (one, other))
        measured = (
            what.format(patch, whole) for patch, whole in zip((first, second), wholes, strict=True)
        )
        return f" {way} ".join(measured)

    def said(self, condition: m.Is) -> str:
        patch = self.one(condition.thing)
        tests = looks(patch, m.Thing(condition.thing.noun), condition.attributes)
        if condition.place is not None:
            place = condition.place
            if place.relation in {"beside", "flanked by"}:
                index = condition.thing.image or 0
                others = self.others(place.of, index)
                return " and ".join(
                    [*tests, self.adjoins(condition.thing, place, patch, others, index)]
                )
            across = place.of.image is None and self.images > 1
            of_two = place.relation in {*BESIDE, "near"}
            if place.other is not None or (
                place.of.definite and (of_two or is_whole(place.of) or across)
            ):
                first = self.one(place.of)
                tests.append(self.stands(place, patch, first, place.of.image or 0))
            else:
                others = self.patches(place.of)
                if fills(place.of) and not across:
                    others = self.holders(place, place.of.image or 0)
                test = stands(patch, place.relation, "other")
                tests.append(f"any({test} for other in {others})")
        return " and ".join(tests)

    # ---- answers

    def answer(self, meaning: m.Meaning) -> None:
        """The lines that lead to the answer and return it."""
        if isinstance(meaning, m.InImage):
            self.in_image(meaning)
            return
        if isinstance(meaning, m.HowMany):
            value = self.quantity(meaning.quantity)
        elif isinstance(meaning, m.Whether):
            value = self.whether(meaning.condition)
        elif isinstance(meaning, m.WhatColour):
            value = self.colour(meaning)
        elif isinstance(meaning, m.WhichSide):
            patch, other = self.one(meaning.thing), self.one(meaning.of)
            test = stands(patch, meaning.sides[0], other)
            words = [side.removesuffix(" of") for side in meaning.sides]
            value = f"{words[0]!r} if {test} else {words[1]!r}"
        elif isinstance(meaning, m.WhichOf):
            test = self.exceeds(meaning.first, meaning.measure, meaning.second, meaning.to)
            first, second = told_apart(meaning.first, meaning.second)
            value = f"{first!r} if {test} else {second!r}"
        elif isinstance(meaning, m.WhichAmong):
            value = self.among(meaning)
        elif isinstance(meaning, m.WhichPlace):
            value = self.which_place(meaning)
        elif isinstance(meaning, m.Either):
            yes, no = meaning.words
            value = f"{yes!r} if {self.condition(meaning.condition)} else {no!r}"
        elif isinstance(meaning, m.MoreOf):
            value = self.more_of(meaning)
        elif isinstance(meaning, m.MostOfKind):
            value = self.most_of_kind(meaning)
        elif isinstance(meaning, m.WhichPair):
            value = self.which_pair(meaning)
        elif isinstance(meaning, m.InHowMany):
            holds = ", ".join(map(self.condition, meaning.conditions))
            value = f"{list(meaning.words)!r}[[{holds}].count(True)]"
        elif isinstance(meaning, m.WhichColours):
            colours = self.colours_of(meaning.thing)
            value = f"sorted(set({colours}))"
            if meaning.against is not None:
                others = self.colours_of(meaning.against)
                value = f"sorted(set({colours}) {'&' if meaning.shared else '-'} set({others}))"
            if meaning.number:
                tests = (f"{colours}.count(colour) {sign} {n}" for sign, n in meaning.number)
                value = f"[colour for colour in {value} if {' and '.join(tests)}]"
                value = f"' and '.join({value}) or 'none'"
            if meaning.most:
                self.lines.append(f"assert {colours}, {missing(meaning.thing)!r}")
                among = list(meaning.options) if meaning.options else colours
                value = f"max({among}, key={colours}.count)"
        elif isinstance(meaning, m.WhichKinds):
            value = f"' and '.join({self.kinds_that(meaning.kinds)}) or 'none'"
        elif isinstance(meaning, m.WhichNamed):
            holds = ", ".join(map(self.condition, meaning.conditions))
            self.lines += [
                f"held = [{holds}]",
                f"found = [name for name, holds in zip({list(meaning.names)!r}, held) if holds]",
                f"assert found, 'it is neither {' nor '.join(meaning.names)}'",
            ]
            value = "' and '.join(found)"
        elif isinstance(meaning, m.WhatIs):
            value = self.what_is(meaning)
        elif isinstance(meaning, m.WhichCorner):
            value = self.corner(meaning.thing)
        elif isinstance(meaning, m.WhatAll) and meaning.order is not None:
            value = self.in_order(meaning.thing, meaning.order)
        elif isinstance(meaning, m.WhatAll):
            patches = self.patches(meaning.thing)
            if meaning.other is not None:
                patches += f" + {self.patches(meaning.other)}"
            self.lines.append(f"options = {wrapped(_options(meaning.thing))}")
            names = f"patch.best_text_match(options) for patch in {patches}"
            found = f"set({names})"
            if meaning.besides:
                found = f"name for name in {found} if name not in {list(meaning.besides)!r}"
            value = f"' and '.join(sorted({found})) or 'none'"
        elif isinstance(meaning, m.WhatHolds):
            value = self.what_holds(meaning)
        elif isinstance(meaning, m.Ask):
            whole = m.WHOLE if meaning.image is None else m.WHOLE.within(meaning.image)
            patch = self.one(meaning.thing or whole)
            value = f"{patch}.simple_query({meaning.question!r})"
        elif isinstance(meaning, m.Find):
            value = " + ".join(self.patches(thing) for thing in meaning.things)
        elif isinstance(meaning, m.WhichImage):
            value = self.which_image(meaning)
        elif isinstance(meaning, m.WhichImageThat):
            value = self.which_image_that(meaning)
        elif isinstance(meaning, m.Describe):
            value = f"{self.whole(meaning.image or 0)}.simple_query('What does the image show?')"
        elif isinstance(meaning, m.Read) and meaning.each:
            value = f"[{', '.join(self.text_of(index) for index in range(self.images))}]"
        elif isinstance(meaning, m.Read):
            value = self.text_of(meaning.image, meaning.on)
            if meaning.part != "all":
                self.lines.append(f"text = {value}.lower().strip()")
                self.lines.append("assert text, 'no text was found'")
                value = f"text[{0 if meaning.part == 'first' else -1}]"
        else:
            value = self.what(meaning)
        self.lines.append(f"return {value}")

    def whether(self, condition: m.Condition) -> str:
        """An expression for whether it holds.

        What a part takes for granted is not looked for where a part before it does not hold.
        """
        if not isinstance(condition, m.Both) or condition.word != "and":
            return self.condition(condition)
        held: list[str] = []
        inner = any(isinstance(part, m.Both) for part in condition.parts)
        for part in condition.parts:
            start = len(self.lines)
            test = self.condition(part)
            if held and any(line.startswith("assert ") for line in self.lines[start:]):
                self.lines[start:start] = [f"if not ({' and '.join(held)}):", "    return False"]
                held = []
            held.append(f"({test})" if inner else test)
        return " and ".join(held)

    def colour(self, meaning: m.WhatColour) -> str:
        patch, noun = self.one(meaning.thing, seen=True), meaning.thing.noun
        colours = meaning.options or COLOURS
        self.lines.append(f"colours = {list(colours)!r}")
        self.lines.append(f"options = [colour + {' ' + noun!r} for colour in colours]")
        self.lines.append(f"best = {patch}.best_text_match(options)")
        return "colours[options.index(best)]"

    def corner(self, thing: m.Thing) -> str:
        patch, whole = self.one(thing), self.whole(thing.image or 0)
        down, across = stands(patch, "above", whole), stands(patch, "left of", whole)
        return f"('top' if {down} else 'bottom') + (' left' if {across} else ' right')"

    def in_order(self, thing: m.Thing, order: m.Measure) -> str:
        """An expression for the names of things, one after another."""
        what, way = MEASURES[order]
        patches = self.patches(thing)
        size = "patch.width" if order in {"left", "right"} else "patch.height"
        self.lines += [
            f"options = {wrapped(_options(thing))}",
            f"rows = sorted([({what.format('patch')}, {size}, patch.best_text_match(options))",
            f"    for patch in {patches}]{', reverse=True' if way == '>' else ''})",
            "ordered = [row[2] for index, row in enumerate(rows)  # once, what was found twice",
            "    if not any(row[2] == other[2] and abs(row[0] - other[0]) < row[1] / 4",
            "               for other in rows[:index])]",
        ]
        return "', '.join(ordered) or 'none'"

    def among(self, meaning: m.WhichAmong) -> str:
        what, way = MEASURES[meaning.measure]
        if meaning.to is not None:
            near = self.one(meaning.to)
            what, way = AWAY.format("{0}", near), "<" if meaning.measure == "nearer" else ">"
        rows = [
            f"{t.noun!r}: {what.format(self.one(t), self.whole(t.image or 0))}"
            for t in meaning.things
        ]
        self.lines.append(f"measured = {{{', '.join(rows)}}}")
        order = ", reverse=True" if way == ">" else ""
        ranked = f"sorted(measured, key=lambda name: measured[name]{order})"
        if meaning.in_order:
            return f"', '.join({ranked})"
        if meaning.rank > 1:
            return f"{ranked}[{meaning.rank - 1}]"
        return f"{'max' if way == '>' else 'min'}(measured, key=lambda name: measured[name])"

    def which_place(self, meaning: m.WhichPlace) -> str:
        value = "'neither'" if len(meaning.places) == 2 else "'none'"
        told_apart = len({place.of for place in meaning.places}) > 1
        names = {place.of: _word_for(place.of, meaning.places) for place in meaning.places}
        settings = [place for place in meaning.places if is_setting(place)]
        others = [place for place in meaning.places if place not in settings]
        if len(settings) == 1 and not {place.of.noun for place in others} & GROUNDS:
            value = repr(settings[0].of.noun)  # where the picture shows that, it is everywhere else
        else:
            others = [*meaning.places]
        if {place.relation for place in others} in ({"above"}, {"below"}):
            return self._closest_at(meaning, names, value)
        for place in reversed(others):
            test = self.said(m.Is(meaning.thing, place=place))
            name = names[place.of] if told_apart else place.relation.removesuffix(" of")
            if place.relation in THIRDS:
                name = name.split()[2]  # "in the left third"
            value = f"{name!r} if {test} else {value}"
        return value

    def _closest_at(self, meaning: m.WhichPlace, names: dict[m.Thing, str], none: str) -> str:
        """``under the house or under the tree``: it may be lower than both."""
        rows = []
        for place in meaning.places:
            test = self.said(m.Is(meaning.thing, place=place))
            apart = f"distance({self.one(meaning.thing)}, {self.one(place.of)})"
            rows.append(f"({test}, {apart}, {names[place.of]!r})")
        found = f"[(apart, name) for at, apart, name in [{', '.join(rows)}] if at]"
        return f"min({found} or [(0, {none})])[1]"

    def what_holds(self, meaning: m.WhatHolds) -> str:
        patch = self.one(meaning.thing)
        whole = self.whole(meaning.thing.image or 0)
        test = stands(patch, meaning.relation, "other")
        names = [name for name in HOLDERS if name != meaning.thing.noun]
        self.lines += [
            f"names = {wrapped(names)}",
            "found = [name for name in names",
            f"    if any({test} for other in {whole}.find(name))]",
        ]
        return f"' and '.join(found) or {patch}.simple_query({_on_what(meaning)!r})"

    def more_of(self, meaning: m.MoreOf) -> str:
        counts = []
        for thing in (meaning.first, meaning.second):
            patches = self.patches(thing)
            counts.append(" + ".join(f"len({name})" for name in patches.split(" + ")))
        first, second = told_apart(meaning.first, meaning.second)
        test = f"{counts[0]} {meaning.operator} {counts[1]}"
        self.lines.append(f"if {counts[0]} == {counts[1]}:")
        self.lines.append("    return 'equal'")
        return f"{first!r} if {test} else {second!r}"

    def text_of(self, image: int | None, on: m.Thing | None = None) -> str:
        """An expression for the text in a picture, or on one thing."""
        if on is not None:
            return f"{self.one(on)}.simple_query({ASKED!r})"
        if image is None and self.images > 1:
            raise Unread("it does not say which image it means")
        return f"{self.whole(image or 0)}.simple_query({ASKED!r})"

    def in_image(self, meaning: m.InImage) -> None:
        """The lines that find the picture that is meant, and answer what is asked of it."""
        which, everywhere = meaning.which, range(self.images)
        if isinstance(which, m.WhichImage):
            values = [f"len({self.patches_in(which.thing, index)})" for index in everywhere]
            if which.operator is None:
                values = [f"{value} > 0" for value in values]
        else:
            values = [self.condition(condition) for condition in which.conditions]
        self.lines.append(f"values = [{', '.join(values)}]")
        best = "True"
        if isinstance(which, m.WhichImage) and which.operator is not None:
            best = f"{'max' if which.operator == '>' else 'min'}(values)"
        said = str(which).removeprefix("which image ").removesuffix("?")
        no_one = f"not one image is the one that {said}"
        self.lines.append(f"assert values.count({best}) == 1, {no_one!r}")
        self.lines.append(f"chosen = values.index({best})")
        known, taken = dict(self.known), set(self.taken)
        for index in everywhere:
            front, self.lines = self.lines, []
            self.known, self.taken = dict(known), set(taken)
            self.answer(placed(meaning.asked, index))
            if index < self.images - 1:
                self.lines = [f"if chosen == {index}:", *(f"    {line}" for line in self.lines)]
            self.lines = [*front, *self.lines]

    def which_image_that(self, meaning: m.WhichImageThat) -> str:
        among = self._among(meaning)
        holds = ", ".join(self.condition(meaning.conditions[index]) for index in among)
        if meaning.end is not None:
            names = self._image_names(among)
            self.lines.append(
                f"found = [name for name, holds in zip({names!r}, [{holds}]) if holds]"
            )
            return f"found[{0 if meaning.end == 'first' else -1}] if found else 'none'"
        return self._those(f"[{holds}]", "holds", "holds", among)

    def which_pair(self, meaning: m.WhichPair) -> str:
        """An expression for the names of the two pictures, or for those of every such two."""
        rows = ", ".join(
            f"'image {one + 1} and image {other + 1}': {self.condition(condition)}"
            for (one, other), condition in zip(meaning.pairs, meaning.conditions, strict=True)
        )
        self.lines += [
            f"pairs = {{{rows}}}",
            "if all(pairs.values()):",
            "    return 'all'",
        ]
        return "', or '.join(name for name in pairs if pairs[name]) or 'none'"

    def which_image(self, meaning: m.WhichImage) -> str:
        among = self._among(meaning)
        lengths = [self.how_many_in(meaning.thing, index) for index in among]
        if meaning.operator is None:
            return self._those(f"[{', '.join(lengths)}]", "count", "count > 0", among)
        self.lines.append(f"counts = [{', '.join(lengths)}]")
        best = "max" if meaning.operator == ">" else "min"
        self.lines.append(f"best = {best}(counts)")
        self.lines.append("if counts.count(best) > 1:")
        self.lines.append("    return 'equal'")
        return f"{self._image_names(among)!r}[counts.index(best)]"

    def how_many_in(self, thing: m.Thing, index: int) -> str:
        """An expression for how many there are in one picture."""
        if (letters := signs.spelled(thing, index)) is not None:
            return self.spelled(letters)
        return f"len({self.patches_in(thing, index)})"

    def _among(self, meaning: m.WhichImage | m.WhichImageThat) -> tuple[int, ...]:
        return meaning.among or tuple(range(self.images))

    def _image_names(self, among: tuple[int, ...]) -> list[str]:
        if self.images == 2:
            return ["left", "right"]
        return [f"image {index + 1}" for index in among]

    def _those(self, values: str, each: str, test: str, among: tuple[int, ...]) -> str:
        """An expression for the names of the pictures whose value passes a test."""
        every, none = ("both", "neither") if len(among) == 2 else ("all", "none")
        names = self._image_names(among)
        self.lines += [
            f"values = {values}",
            f"found = [name for name, {each} in zip({names!r}, values) if {test}]",
            "if len(found) == len(values):",
            f"    return {every!r}",
        ]
        return f"' and '.join(found) if found else {none!r}"

    def what_is(self, meaning: m.WhatIs) -> str:
        thing, options = meaning.thing, meaning.options
        if not options or thing.closest is not None or thing.most is not None:
            options = options or _options(thing)
            return f"{self.one(thing)}.best_text_match({wrapped(options)})"
        there = (replace(thing, noun=name, definite=False) for name in options)
        rows = ", ".join(
            f"{name!r}: {self.patches(one)}" for name, one in zip(options, there, strict=True)
        )
        self.lines += [
            f"found = [name for name, patches in {{{rows}}}.items() if patches]",
            f"assert found, {missing(replace(thing, noun=' or '.join(options)))!r}",
        ]
        return "' and '.join(found)"


def _options(thing: m.Thing) -> tuple[str, ...]:
    """What a thing named by its kind may be."""
    if thing.noun in KINDS:
        return KINDS[thing.noun]
    place = thing.place
    if place is not None and place.relation in {"in", "on"} and not is_whole(place.of):
        return contents(place.of.noun)
    return tuple(sorted(NOUNS))


def _word_for(thing: m.Thing, places: tuple[m.Place, ...]) -> str:
    """The word for one of the things that places are by: its noun, or more where they share it."""
    same = [place.of for place in places if place.of.noun == thing.noun and place.of != thing]
    return told_apart(thing, same[0])[0] if same else thing.noun


def _on_what(meaning: m.WhatHolds) -> str:
    return f"What is the {meaning.thing.noun} {meaning.relation}?"
