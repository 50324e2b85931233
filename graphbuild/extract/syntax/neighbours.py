"""The tokens around a word on its line: what the text puts there, whatever the parse attaches it to."""

from __future__ import annotations

from collections.abc import Mapping

from graphbuild.annotate import Parse
from graphbuild.extract import lexicon
from graphbuild.extract.syntax.phrases import WITHIN
from graphbuild.model import Span

#: Most tokens between a noun and a name before it in its phrase.
_MOST_PRENOMINAL_TOKENS = 10
#: Prefixes of the tags of premodifiers.
_PREMODIFYING = ("JJ", "NN", "VBN", "VBG", "CD")
#: Most premodifiers of a noun.
_MOST_PREMODIFIERS = 8
#: Most tokens back to the person that a paragraph was about before.
_PARAGRAPH = 60
#: Tags of quotation marks.
_QUOTES = ("``", "''")
#: What ends an entry of a list, and the most tokens of one.
_ENTRY_END, _MOST_ENTRY_TOKENS = ";", 14


def crosses_entry(parse: Parse, first: int, last: int) -> bool:
    """Whether an entry of a list ends between two tokens."""
    return _ENTRY_END in parse.words[first:last]


class Neighbours:
    """The tokens before and after a token, with names and role phrases as units.

    ``name_spans`` and ``role_spans`` give the first and last token of the name or role phrase around a
    token, ``people`` are the tokens of names of persons, ``mentions`` the tokens that denote entities.
    """

    def __init__(
        self,
        parse: Parse,
        mentions: Mapping[int, object],
        name_spans: Mapping[int, Span],
        role_spans: Mapping[int, Span],
        people: frozenset[int],
    ) -> None:
        self._parse, self._mentions, self._names, self._people = parse, mentions, name_spans, people
        self._units = {**role_spans, **name_spans}

    def _same_line(self, i: int, j: int) -> bool:
        return self._parse.one_line(i, j)

    def _mention(self, i: int) -> int:
        """The token by which the name at ``i`` denotes its entity; ``i`` itself outside names."""
        first, last = self._names.get(i, (i, i))
        return next((k for k in range(first, last + 1) if k in self._mentions), i)

    def inside(self, i: int) -> list[int]:
        """The tokens of the name at ``i``."""
        first, last = self._names.get(i, (i, i))
        return list(range(first, last + 1))

    def next(self, i: int) -> list[int]:
        """The token after the name or role phrase at ``i``."""
        after = self._units.get(i, (i, i))[1] + 1
        if self._is_quoted(i) or self._is_quoted(after + 1):
            after += self._parse.tags[after] in _QUOTES
        return [self._mention(after)] if after < len(self._parse.words) and self._same_line(i, after) else []

    def before(self, i: int) -> list[int]:
        """The token before the name or role phrase at ``i``."""
        previous = self._units.get(i, (i, i))[0] - 1
        if self._is_quoted(i) or self._is_quoted(previous - 1):
            previous -= self._parse.tags[previous] in _QUOTES
        return [self._mention(previous)] if previous >= 0 and self._same_line(previous, i) else []

    def _is_quoted(self, i: int) -> bool:
        """Whether the name at ``i`` alone stands in quotation marks: the newspaper "*The Sun*,"."""
        if i not in self._names:
            return False
        tags, (first, last) = self._parse.tags, self._names[i]
        closing = tags[last + 1 : last + 3]
        return tags[max(first - 1, 0)] == "``" and "''" in (
            closing[1:] if closing[:1] == [","] else closing[:1]
        )

    def preceding(self, i: int) -> list[int]:
        """The name before the apposition at ``i`` and its comma, perhaps with a bracket between."""
        j = min(i, *self._parse.children[i], i) - 1
        if self._parse.deps[i] != "appos" or self._parse.words[j] != ",":
            return []
        j -= 1 + (self._parse.words[j - 1] == ")")
        return [j] if j in self._names else []

    def earlier(self, i: int) -> list[int]:
        """The last person before ``i`` in its paragraph who is the subject of a verb."""
        parse, stop = self._parse, max(-1, i - _PARAGRAPH)
        for j in range(i - 1, stop, -1):
            if not self._same_line(j, j + 1):
                break
            if j in self._people and j in self._mentions and parse.deps[j] in ("nsubj", "nsubjpass"):
                return [j]
        return []

    def ahead(self, i: int) -> list[int]:
        """The premodifiers of ``i``, nearest first, up to the first name or capitalised word."""
        return self._premodifiers(i, past_capitals=False)

    def stacked(self, i: int) -> list[int]:
        """The premodifiers of ``i``, nearest first, names and titles included."""
        return self._premodifiers(i, past_capitals=True)

    def _premodifiers(self, i: int, *, past_capitals: bool) -> list[int]:
        """The premodifiers of ``i``; a name as its last token."""
        parse, tokens = self._parse, list[int]()
        j = self._names.get(i, (i, i))[0] - 1
        while j >= 0 and len(tokens) < _MOST_PREMODIFIERS and self._same_line(j, j + 1):
            tag, word = parse.tags[j], parse.words[j]
            if j in self._names:
                tokens.append(j)
                if not past_capitals:
                    break
                j = self._names[j][0]
            elif word == "-" and parse.words[j - 1].islower() and parse.words[j + 1].islower():
                pass  # "left-liberal"
            elif tag == "POS":
                if j - 1 not in self._names and not parse.words[j - 1][:1].isupper():
                    break  # the owner has no name
            elif tag in ("``", "''") and not tokens:
                pass  # "Peru's "*Andes Front*""
            elif word == "and" and tokens and parse.words[j + 1].islower() and parse.words[j - 1].islower():
                pass  # "Mexican singer *and* actress Ann Otieno"
            elif tag.startswith(_PREMODIFYING) and word[:1] != "-" and (tokens or tag != "VBG"):
                tokens.append(j)
                if word[:1].isupper() and not past_capitals:
                    break
            else:
                break
            j -= 1
        return tokens

    def prenominal(self, i: int) -> list[int]:
        """Names and nouns before ``i`` in its noun phrase, nearest first, across genitives.

        A person's name ends the phrase, and so does a name that modifies no noun.
        """
        parse, tokens, genitive = self._parse, list[int](), False
        k, stop = self._units.get(i, (i, i))[0] - 1, max(-1, i - _MOST_PRENOMINAL_TOKENS)
        while k > stop and self._same_line(k, k + 1):
            tag = parse.tags[k]
            if k in self._names:
                first, last = self._names[k]
                head = parse.top(first, last)
                independent = parse.deps[head] not in WITHIN and not tag.startswith("JJ")
                if k in self._people and not genitive:
                    break
                if independent and not genitive and last + 1 not in self._units:
                    break
                if first and parse.words[first - 1] == "-" and first - 2 in self._names:
                    return []  # "the French-German minister": the state is ambiguous
                if not self._is_hyphenated(first, last):
                    tokens.append(head)
                k, genitive = first - 1, False
                continue
            if tag == "POS":
                genitive = True
            elif tag == "PRP$":
                tokens.append(k)
                break
            elif tag.startswith("NN"):
                tokens.append(k)
            elif tag[:2] not in ("JJ", "RB", "CD", "HY") and tag not in ("VBN", "VBG"):
                break
            k -= 1
        return tokens

    def _is_hyphenated(self, first: int, last: int) -> bool:
        """Whether a hyphen joins a name to a word, so that it owns no post: "*U.S.*-based cleric"."""
        words = self._parse.words
        has_prefix = (
            first > 1 and words[first - 1] == "-" and words[first - 2].lower() in lexicon.words("leaning")
        )
        suffix = words[last].split("-")[1:]
        after = words[last + 2 : last + 3] if words[last + 1 : last + 2] == ["-"] else []
        return has_prefix or any(w.islower() for w in (*suffix[-1:], *after))

    def entry(self, i: int) -> list[int]:
        """Names of organisations after the post at ``i`` in its entry of a list: "X, director, *Y*; Z, …"."""
        parse, last = self._parse, self._units.get(i, (i, i))[1]
        tokens: list[int] = []
        stop = min(len(parse.words), last + _MOST_ENTRY_TOKENS)
        for t in range(last + 1, stop):
            ends = (
                parse.words[t] == _ENTRY_END
                or t in self._people
                or parse.tags[t] in ("VBZ", "VBD", "VBP", "MD")
            )
            if ends or not self._same_line(t - 1, t):
                stop = t
                break
            first = self._names.get(t, (t, t))[0]
            if t in self._names and self._mention(t) == t and (first == last + 1 or self._is_set_off(first)):
                tokens.append(t)
        before = range(max(0, i - 2 * _MOST_ENTRY_TOKENS), i)
        in_list = parse.words[stop : stop + 1] == [_ENTRY_END] or any(
            parse.words[t] == _ENTRY_END and self._same_line(t, i) for t in before
        )
        return tokens if in_list else []

    def _is_set_off(self, first: int) -> bool:
        """Whether a name that begins at ``first`` follows a comma or preposition."""
        words, before = self._parse.words, first - 1
        while words[before] == "the" or (self._parse.deps[before] in WITHIN and words[before][:1].isupper()):
            before -= 1  # ", the *Nigerian* Army Headquarters"
        return words[before] == "," or self._parse.tags[before] == "IN"
