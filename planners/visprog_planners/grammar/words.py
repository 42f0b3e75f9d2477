"""Text as the grammar's words expect it: lower case, written out, without politeness."""

from __future__ import annotations

import re

from visprog_planners.grammar.paraphrases import paraphrased

CONTRACTIONS = (
    (r"^\W*(is|are|was|were|do|does|did|has|have|could|would)n't\b", r"\1"),
    (r"^\W*can't\b", "can"),
    (r"\bcan't\b", "can not"),
    (r"\bcannot\b", "can not"),
    (r"\bwon't\b", "will not"),
    (r"^\W*(is|are|was|were|do|does|did|has|have|could|would)nt\b", r"\1"),
    (r"\b(is|are|was|were|do|does|did|has|have|could|would)nt\b", r"\1 not"),
    (r"n't\b", " not"),
    (
        r"\b(what|which|who|where|how|there|that|here)s"
        r" (?=(?:the|a|an|this|that|on|in|it|there)\b)",
        r"\1 is ",
    ),
    (r"\b(what|which|who|where|how|there|that|it|here)'s\b", r"\1 is"),
    (r"^\W*(what|where|who|how|there)s\b", r"\1 is"),
    (r"\bcolou?r's\b", "colour is"),
    (r"'re\b", " are"),
    (r"\bi'm\b", "i am"),
    (r"'d\b", " would"),
    (r"'ll\b", " will"),
    (r"'ve\b", " have"),
    (r"s'(?= colou?rs?\b)", "s 's"),
    (r"'s\b", " 's"),
)

ASKED_BACK = (
    r",? (?:is|are|was|were|do|does|did|has|have|can|could|would|will|might|must|should)"
    r" (?:there|that|it|they|you|we|i|one)"
    r"(?: one| any| some)?(?: now| then| at all)?\s*$"
)
DENIED_AND_ASKED = tuple(
    (rf"^\W*(?:so |then |surely |but )?,? ?{denial}{ASKED_BACK}", asked)
    for denial, asked in (
        (
            r"(?:i|we) (?:doubt|do not (?:think|believe|suppose|expect|imagine|reckon|know|see))"
            r"(?: that| if| whether)? there (is|are) (?:not )?(.*)",
            r"\1 there \2",
        ),
        (
            r"(?:i|we) (?:doubt|do not (?:think|believe|suppose|expect|imagine|reckon|know))"
            r"(?: that| if| whether)? ((?:the|an?|any|all|every|both) .*)",
            r"whether \1",
        ),
        (
            r"(?:you|we|i|one) (?:(?:can|could|do|did|will|would) not|never)"
            r" (?:(?:happen|get|manage) to )?(?:see|find|spot|notice|have)"
            r" (?!only\b|just\b|all\b|every\b)(.*)",
            r"do you see \1",
        ),
        (
            r"there (?:can|could|will|would|might|must|should) not be"
            r" (?!(?:more|fewer|less|as many|exactly|at (?:least|most)|two|three|four|five|\d+)\b)"
            r"(.*)",
            r"is there \1",
        ),
    )
)
"""What somebody does not see or think and asks back: ``I can't see a dog, is there one``.

Any other claim with a tag is answered as the claim: ``the shirt is not red, is it`` is so where
it is blue, ``there is no dog, is there`` where there is none."""

NO_LETTER = (
    r"(?<!\bletter )(?<!\ban )(?<!\ba )(?<!\bwith )(?<!\bin )(?<!\bthe )(?<!\bsome )(?<!\bany )"
)
SPELLINGS = (
    (
        r"^\s*(?!.*\b(?:empty|is|are|was|were|has|have|does|do|can)\b)"
        r"((?:an? |any |some )?[a-z-]+(?: [a-z-]+)?),"
        r"\s+(?:yes or no|present or not|there or not|or not|yes|no)\s*$",
        r"is there \1",
    ),
    (
        r"^\W*(the [a-z]+(?: [a-z]+)?)(?: 's)?(?: colou?r)? (is|are) (?:either )?"
        r"([a-z]+),? or ([a-z]+),"
        r" (?:right|correct|true|yes|no|true or false|(?:is|are) (?:not )?(?:it|they|that)"
        r"(?: not| right| so| true| correct)?)\s*$",
        r"\2 \1 either \3 or \4",
    ),
    (
        r"^\W*(?:(?:can|could|would|will) you )?(?:please )?(?:tell|give|say|state|name)"
        r"(?: me| us)? the (?:kind|sort|type) of ([a-z]+)"
        r"(?: that is| which is| that you see| you see)?"
        r" (?=(?:just |right |directly |immediately |straight )*"
        r"(?:in|on|above|below|under|beneath|underneath|beside|next|between|behind|closest|nearest"
        r"|to the|at the|left of|right of)\b)",
        r"what kind of \1 is ",
    ),
    (
        r"^\W*(?:(?:can|could|would|will) you )?(?:please )?(?:tell|give)(?: me| us)"
        r" the (animal|bird|vehicle|fruit|vegetable|food|toy|instrument|insect|flower|thing|object)"
        r"(?: that is| which is| that you see| you see)?"
        r" (?=(?:just |right |directly |immediately |straight )*"
        r"(?:in|on|above|below|under|beneath|underneath|beside|next|between|behind|closest|nearest"
        r"|to the|at the|left of|right of)\b[^,:]*$)",
        r"what \1 is ",
    ),
    (r"\bcolor(s|ed)?\b", r"colour\1"),
    (r"\bcolours\b", "colour"),
    (r"\bhue\b", "colour"),
    (r"\bgrey\b", "gray"),
    (r"\b(photo|picture|photograph|pic|scene|snapshot|img)\b", "image"),
    (r"\b(photos|pictures|photographs|pics|scenes|snapshots|imgs)\b", "images"),
    (
        r"\bth(is|ese) (view|frame|still|drawing|painting|illustration|sketch|cartoon|rendering"
        r"|screenshot|graphic|visual|print|panel|footage)\b",
        "this image",
    ),
    (r"\bin front of (you|me|us)\b", "in the image"),
    (
        r"^(?:an? |any |some )?([a-z]+),? (?:yes or no|y ?/ ?n|yes ?/ ?no|present or not)\s*$",
        r"is there any \1",
    ),
    (r"\b(lefthand|left-hand|left hand)\b", "left"),
    (r"\b(righthand|right-hand|right hand)\b", "right"),
    (r"\b(left|right)-?most\b", r"\1most"),
    (r"\b(second|third|fourth|fifth|last)-(?=[a-z]+(est|most)\b|from\b)", r"\1 "),
    (r"\bno one\b|\bnobody\b", "no person"),
    (r"\bhow much\b", "how many"),
    (r"\bdifferent in colou?r\b", "a different colour"),
    (r"(?<=[a-z] )(in|of) colour(?=$| than| as)", ""),
    (r"\b(a )?(piece|pieces|item|items|article|articles) of (?=[a-z])", r"\1"),
    (r"\b(?:high )?up (in|at) the (left|right) corner\b", r"in the top \2 corner"),
    (r"\bdown (in|at) the (left|right) corner\b", r"in the bottom \2 corner"),
    (r"(?<!furthest )(?<!farthest )(?<!highest )(?<!further )\bup (?=(in|on)\b)", ""),
    (r"\ba total of (?=[a-z0-9])", ""),
    (r"\bdo you think\b", ""),
    (r"\bevery(one|body)\b", "all the people"),
    (r"\b(the )?image (on|to|at) the (left|right)( side)?\b(?! (side )?of\b)", r"the \3 image"),
    (
        r"\b(on|to|in|at) the (left|right|top|bottom)( hand)?( side| half| part)? of the image\b",
        r"on the \2 side",
    ),
    (r"\b(which|what) side of the image\b", r"\1 side"),
    *DENIED_AND_ASKED,
    (r"\bcommonest\b", "most common"),
    (r"\bhuman beings\b", "people"),
    (r"\bhuman being\b", "person"),
    (r"\bon board( of)?\b|\baboard\b", "in"),
    (
        r"^(is|are) there (?!.*\bboth\b)([a-z ]+?)"
        r" ((?:in|on|above|below|under|behind|next to|(?:(?:to|on) the )?(?:left|right) of)"
        r" the [a-z]+) as well as"
        r" (?!in\b|on\b|the\b|at\b)([a-z]+(?: [a-z]+)?)\s*$",
        r"\1 there \2 and \4 \3",
    ),
    (r"\bas well as\b", "and"),
    (r"\b(the )?left and (the )?right images?\b", "both images"),
    (r"\bthe first and second images?\b", "the first and the second image"),
    (r"\bboth images both\b", "both images"),
    (
        r"\b(a |the |this )?(pair|set) of images\b(?! (with|having|that|which|in which)\b)",
        "the images",
    ),
    (r"\b(the )?(two )?combined images\b", "the images"),
    (r"\b(between|among) (the|both|these) (two )?images\b", "in the images"),
    (
        r"^(are|is) (?!there |the number )(.*images?) (showing|containing|depicting)\b",
        r"do \2 show",
    ),
    (r"\bhave you (found|seen|spotted|counted|noticed)\b", "do you see"),
    (r"\bnothing\b", "no thing"),
    (r"^(in|of) (?=(what|which) colour\b)", ""),
    (r"\bof an? (?=\w+ colour\b)", "a "),
    (rf"{NO_LETTER}\br\b(?! ?'|,| or\b| and\b)", "are"),
    (r"\b(pls|plz|plse)\b", "please"),
    (rf"{NO_LETTER}\bu\b(?! ?'|,| or\b| and\b)", "you"),
    (r"\b(in the foreground|in view|on display|on offer|on view|in sight)\b", "visible"),
)

OPENINGS = re.compile(
    r"^(hey|hi|hello|please|so|ok|okay|um|quick question|question"
    r"|((can|could|would) you )?(please )?(tell me|say|let me know|check|determine|work out"
    r"|find out|figure out|state|show me(?= (how|what|which|whether|if)\b))( for (me|us)\b)?"
    r"|(can|could|would) you (please )?(?=(count|tell)\b)"
    r"|i (want|would like|need) to know|i wonder|i am wondering|do you know|any idea"
    r"|(look|looking) at (the|this) image"
    r"(?! (with|that|which|where|in|on|to|of|show|cont|hav)\w*\b)"
    r"|(in|for|from) (this|the) image(?= (how|what|which|is|are|do|does|can|,))"
    r"|for (me|us)(?= (that|whether|if|how|what|which)\b)"
    r"|give me|statement|count(?= how many)|(name|give|state)(?= the colour\b))\b[ ,:]*"
)
ENDINGS = re.compile(
    r"[ ,]*\b(please|for me|thanks|thank you|right now|currently|do you think|would you say|at all"
    r"|true or false|yes or no|or not|called"
    r"|can you tell( me)?)$|, (right|correct|yes|no|huh|eh)$"
    r"|, (is|are|do|does|has|have|can|could) (it|there|they|you|we|i)$|, true$"
    r"|,? (is|are|do|does|has|have|can|could) not (it|there|they|you|we|i)$"
    r"|, (is|are|do|does|has|have|can|could) (it|there|they|you|we|i) not$"
    r"|, is (that|this|it) (right|so|true|correct|the case)$|, is not (that|it) (so|right|true)$"
    r"|, (am i (right|correct)|agreed|do you agree|would you agree|true or not|right or wrong)$"
)
WRITTEN = re.compile(
    r"((?i:^|\b(?:is|does|do|did|was|see|find|spot|shows?|contains?|contain) ))([A-Z]{3,})"
    r"(?=,? (?:be|appears?|occurs?|written|printed|shown|seen|visible|anywhere|somewhere|on|in"
    r"|missing|absent|found|there|is|to be)\b|: |\W*$)"
)
"""A word in capitals among others that are not: one that is written in the picture."""
ONE_OR_OTHER = re.compile(r"^\W*((?:[A-Z]{3,}, )*[A-Z]{3,},? or [A-Z]{3,})\W*$")
"""Words in capitals to choose from, and no more."""
NEGATIVE_QUESTION = re.compile(
    r"^(is|are|was|were|do|does|did|can|could) not (?=(there|the|you|any|a)\b)"
)

NUMBERS = {
    "zero": 0, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7,
    "eight": 8, "nine": 9, "ten": 10, "eleven": 11, "twelve": 12, "a couple of": 2,
    "a pair of": 2, "a dozen": 12, "a single": 1, "a lone": 1,
}  # fmt: skip


def tidy(text: str) -> str:
    """The text as the grammar's words expect it; the order of the words stays."""
    if not text.isupper():
        text = ONE_OR_OTHER.sub(r"does the sign say \1", text)
        text = WRITTEN.sub(r"\1the word \2", text)
    text = text.lower().replace("\u2019", "'").replace("\u2018", "'").replace("`", "'")
    text = re.sub(r"[\"\u201c\u201d()]", " ", text)
    text = re.sub(r"\b(?:no|nr)\. ?(?=\d)|#(?=\d)", "number ", text)
    text = re.sub(r"(?<![a-z])'([a-z0-9 ]+)'(?![a-z])", r" \1 ", text)
    text = re.sub(r"[?!.;:]+\s*$", " ", text)
    text = re.sub(r"[?!.;:]+(?=\s)|\s[\u2013\u2014-]+(?=\s)|[\u2013\u2014]", ", ", text)
    for pattern, word in (*CONTRACTIONS, *SPELLINGS):
        text = re.sub(pattern, word, text)
    return settled(text)


def settled(text: str) -> str:
    """Written-out text without what somebody says around a question, in the grammar's own turns."""
    text = _stripped(_spaced(text))
    text = _stripped(paraphrased(text))
    return NEGATIVE_QUESTION.sub(r"\1 ", text)


def _stripped(text: str) -> str:
    while True:
        shorter = _spaced(ENDINGS.sub("", OPENINGS.sub("", text)))
        if shorter == text or not shorter:
            return text
        text = shorter


def _spaced(text: str) -> str:
    return re.sub(r"\s*,[\s,]*", ", ", re.sub(r"\s+", " ", text)).strip(" ,")


def number(word: str) -> int:
    """``3`` or ``three``."""
    return int(word) if word.isdigit() else NUMBERS[word]
