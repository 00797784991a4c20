"""One document while it is read, sentence by sentence: what came before gives "he", "they" and "the victims" their meaning."""

from __future__ import annotations

import re
from dataclasses import replace

from aggregator.core.model import Claim, Document, Outcome, Stance
from aggregator.core.vocab import read as read_vocabulary
from parsers.text import again, basis, belonging, causes, dateline, denials, making, massacres, ranks, shares, toldbefore, wholes
from parsers.text.belonging import Made
from parsers.text.carried import carried, negative
from parsers.text.chunks import chunk
from parsers.text.clause import Finding
from parsers.text.clean import shouted
from parsers.text.grammar import read
from parsers.text.lex import lex
from parsers.text.making import Sentence, quoted
from parsers.text.pieces import Piece
from parsers.text.pronouns import acts, meant, singled_out, unpeopled
from parsers.text.sentences import Span
from parsers.text.tokens import tokenise

_MAY_DIE = frozenset((Outcome.INJURED, Outcome.ABDUCTED, Outcome.MISSING, Outcome.TRAPPED, Outcome.DETAINED))
OWN_END = frozenset(("reflexive", "doer"))  # rules that tell how whoever did the harm died
_HARMED = frozenset((Outcome.KILLED, Outcome.INJURED))
NEAR = 600  # characters behind a wound within which who "passed away" died of it
_DYING = frozenset(("happens", "possessive", "state", "of"))
_MARK = re.compile(r"[-*\u2022\u25aa\u25cf\u25e6\u25ba\u2013\u2014]\s+(?=\S)")


def _did_it(claim: Claim) -> bool:
    """Return whether a claim is of whoever did the harm: "the gunman"."""
    return claim.quote.split()[-1].lower() in read_vocabulary("en/tally")["attacker"]["words"]


class Story:
    """The claims of a document so far. `folded` is `clean.fold(document.text)`; `shouted` tells that capitals mean nothing."""

    def __init__(self, document: Document, folded: str, sentences: tuple[Span, ...], *, shouted: bool, policy: str) -> None:
        self.document, self.folded, self.sentences = document, folded, sentences
        self.shouted, self.policy = shouted, policy
        self.claims: list[Claim] = []
        self._read: dict[int, Sentence] = {}
        self._dateline = dateline.find(document.text, folded)
        self._whole: Claim | None = None  # the last count of more than one: what a list of names is part of

    def tell(self, number: int) -> bool:
        """Read sentence `number`, add its claims, and return whether there were any."""
        span, had = self.sentences[number], len(self.claims)
        if negative("fiction").search(self.folded, *span):
            return False
        sentence = self._sentence(number)
        told = self.claims[-1].outcome if self.claims else None
        findings = read(sentence.pieces, sentence.line.words, told, self._before(number))
        if toldbefore.bare(sentence):
            earlier = [self._sentence(at) for at in range(max(0, number - toldbefore.SENTENCES), number)]
            findings += toldbefore.findings(sentence, earlier, self.claims, findings)
        findings = [
            f for f in findings if not shares.told(self.folded, sentence, f) and not wholes.of_the_dead(self.claims, sentence, f)
        ]
        findings = [massacres.fell(self.folded, sentence, ending) for f in findings if (ending := self._ending(sentence, f))]
        if any(f.rule == "treated" for f in findings) and self._ill(number):
            findings = [f for f in findings if f.rule != "treated"]
        harmed = any(f.outcome in _HARMED and f.rule not in _DYING for f in findings)
        findings = [
            f
            for f in findings
            if (harmed or not self._natural(sentence, f)) and not carried(self.folded, self.claims, sentence, f)
        ]
        doubts = denials.found(self.folded, *span)
        if doubts and not findings and self.claims:
            findings = again.named(sentence.pieces, sentence.line.words, self.claims)
        if findings:
            self._add(number, sentence, findings, doubts)
        alone = next((cue for cue in doubts if not denials.contrary(cue)), None)
        if alone and (not findings or self._denied_apart(sentence, findings, alone)):
            self._deny(sentence, alone)
        return len(self.claims) > had

    def _before(self, number: int) -> Outcome | None:
        """Return what the sentence before `number` told of several people, if it told of one thing only."""
        start = self.sentences[number - 1][0] if number else None
        here = [claim for claim in self.claims[-12:] if claim.sentence_start == start]
        told = {claim.outcome for claim in here if claim.subset_of is None or claim.rule == "inverted"}
        return told.pop() if len(told) == 1 and self._whole and self._whole.sentence_start == start else None

    def _sentence(self, number: int) -> Sentence:
        """Return a sentence as tokens and pieces; the last two are remembered."""
        if number in self._read:
            return self._read[number]
        start, end = self.sentences[number]
        line = tokenise(self.folded, self.document.text, self._opening(start, end), end)
        loud = self.shouted or shouted(self.document.text[start:end])  # a headline in capitals over a text in small letters
        sentence = Sentence(self.document, self.sentences[number], line, chunk(line, lex(line, shouted=loud)))
        self._read = {at: read for at, read in self._read.items() if at >= number - 1} | {number: sentence}
        return sentence

    def _opening(self, start: int, end: int) -> int:
        """Return where the words of a sentence begin, behind "TORA (Fault Wire) - " or the mark of a list."""
        first = self._dateline
        if first is not None and first.start == start and first.end < end:
            return first.end
        mark = _MARK.match(self.folded, start, end)
        return mark.end() if mark else start

    def _ending(self, sentence: Sentence, finding: Finding) -> Finding | None:
        """Return a finding; where a text on a murder-suicide tells that somebody shot themselves, as a death.

        "Teen shoots himself" is the headline of what the text tells again, and is left out.
        """
        word = sentence.pieces[finding.trigger].trigger
        if finding.rule != "reflexive" or (finding.outcome is not Outcome.INJURED and not (word and word.lemma == "shoot")):
            return finding
        behind = min(sentence.span[1] + 200, len(self.folded))
        if negative("survives").search(self.folded, sentence.span[0], behind):
            return replace(finding, outcome=Outcome.INJURED)
        if finding.outcome is Outcome.KILLED:
            return finding
        if any(claim.outcome is Outcome.KILLED and claim.high == 1 and _did_it(claim) for claim in self.claims):
            return None  # "Ten died, including the gunman. The attacker shot himself"
        if negative("suicides").search(self.folded) and not negative("attempted").search(self.folded):
            return replace(finding, outcome=Outcome.KILLED)
        return finding if sentence.pieces[finding.trigger].code != "K" else None

    def _ill(self, number: int) -> bool:
        """Return whether this sentence or the one before tells of an illness, for which people may be treated."""
        before = self.sentences[max(0, number - 1)]
        return negative("illnesses").search(self.folded, before[0], self.sentences[number][1]) is not None

    def _natural(self, sentence: Sentence, finding: Finding) -> bool:
        """Return whether the death of one person is told as a natural one."""
        if sentence.pieces[finding.piece].code not in "Sr" or finding.rule not in _DYING:
            return False
        told = [claim for claim in self.claims[-12:] if sentence.span[0] - claim.end < NEAR and claim.outcome in _HARMED]
        alone = not told and negative("natural_alone").search(self.folded, *sentence.span) is not None
        return alone or negative("natural").search(self.folded, *sentence.span) is not None

    def _add(self, number: int, sentence: Sentence, findings: list[Finding], doubts: list[denials.Denial]) -> None:
        """Add the findings of a sentence as claims, each with its whole, basis, cause and stance."""
        told = basis.sentence(self.folded, sentence.line.starts[0], sentence.span[1])
        named = causes.find(self.folded, *sentence.span)
        named = causes.suffered(named, sentence.line, [sentence.pieces[finding.piece] for finding in findings])
        made: Made = {}
        pronouns: list[Finding] = []
        findings = self._lived(sentence, findings)
        open_which = making.either(sentence, findings)
        for finding in sorted(findings, key=lambda f: f.whole is not None):
            piece = sentence.pieces[finding.piece]
            if piece.code == "r" or (piece.code == "G" and finding.rule in ("remains", "reflexive")):
                pronouns.append(finding)
                continue
            start, end = quoted(sentence.line, piece)
            words = sentence.line.words[piece.start : piece.end]
            if finding.rule == "remains" and belonging.body_of(words, piece, start, [*self.claims[-12:], *made.values()]):
                continue
            claim = making.claim(
                sentence,
                finding,
                self.policy,
                basis=basis.of(finding, piece.quantity, told, end=end),
                cause=causes.nearest(named, sentence.line.starts[sentence.pieces[finding.trigger].start]),
                stance=denials.stance(doubts, self.folded, start),
            )
            claim = making.one_of(claim) if finding.piece in open_which else claim
            whole = belonging.whole_of(finding, made)
            told_of = belonging.apart(finding, findings, made)
            part_of = whole.id if whole else self._part_of(sentence, finding, claim, told_of) if finding.follows else None
            if finding.rule == "continued" and part_of is None:
                continue
            part_of, who = part_of if part_of != claim.id else None, belonging.beside(claim, whole, made)
            if part_of is not None or who is not claim.victims:  # a replacement costs as much as the claim itself
                claim = replace(claim, subset_of=part_of, victims=who)
            made[finding.piece, finding.outcome] = claim
        self.claims += ranks.ranked(basis.set_against(list(made.values()), self.claims), self.claims)
        counted = [claim for claim in made.values() if claim.explicit and claim.high != 1]
        self._whole = next(
            (claim for claim in reversed(counted) if claim.subset_of is None), counted[-1] if counted else self._whole
        )
        for finding in pronouns:
            self._pronoun(number, sentence, finding)

    def _denied_apart(self, sentence: Sentence, findings: list[Finding], cue: denials.Denial) -> bool:
        """Return whether a sentence denies some harm of its own before others' figures (see `denials.ended`)."""
        starts = [quoted(sentence.line, sentence.pieces[finding.piece])[0] for finding in findings]
        if cue.stance is not Stance.DENIES or not all(at > cue.end and denials.ended(self.folded, cue.end, at) for at in starts):
            return False
        over = denials.over(self.folded, cue.end, first := min(starts))
        return denials.about_harm(self.folded, cue.start, over, told=over == first)  # "denied a raid and said 12 died": no death

    def _lived(self, sentence: Sentence, findings: list[Finding]) -> list[Finding]:
        """Return the findings, the names of "the victims" as those of the wounded where the text has told of no such dead."""
        findings = [f for f in findings if not (_only_described(f) and not causes.took_homes(self.folded))]
        findings = [wholes.among(self.claims, sentence, finding) for finding in findings]
        names = [f for f in findings if f.rule == "named" and f.outcome is Outcome.KILLED]
        words = read_vocabulary("en/grammar")["victims_named"]
        before = set(sentence.line.words[: sentence.pieces[names[0].piece].start]) if names else set()
        if before.isdisjoint(words["words"]) or any(f.outcome is Outcome.KILLED and f not in names for f in findings):
            return findings
        dead = [c.best or 0 for c in self.claims if c.outcome is Outcome.KILLED]
        hurt = [c.best or 0 for c in self.claims if c.outcome is Outcome.INJURED]
        fit = bool(hurt) and (not dead or (len(names) in hurt and 1 < len(names) > max(dead)))
        if not fit and before.isdisjoint(words["lived"]):
            return findings
        return [replace(f, outcome=Outcome.INJURED) if f in names else f for f in findings]

    def _part_of(self, sentence: Sentence, finding: Finding, claim: Claim, made: Made) -> str | None:
        """Return the id of the count that a claim goes on from (see `wholes`)."""
        return wholes.whole(claim, made.values(), self.claims, self._whole, wholes.whose(sentence, finding))

    def _deny(self, sentence: Sentence, cue: denials.Denial) -> None:
        """Add a claim without a number: harm denied, or a toll that could not be verified."""
        outcome = next((piece.trigger.outcome for piece in sentence.pieces if piece.trigger), None)
        if outcome is None:
            if not denials.about_harm(self.folded, *sentence.span, told=bool(self.claims)):
                return
            outcome = self.claims[-1].outcome if self.claims else Outcome.KILLED
        self.claims.append(making.denial(self.document, self.folded, sentence.span, outcome, cue))

    def _pronoun(self, number: int, sentence: Sentence, finding: Finding) -> None:
        """Add a claim about whom "he", "she" or "they" means, if these words have not told the same of them already."""
        pronoun = sentence.line.words[sentence.pieces[finding.piece].start]
        if pronoun in ("they", "their", "all"):
            self._they(number, sentence, finding)
            return
        if finding.rule in OWN_END and finding.outcome is Outcome.KILLED:
            self._ended(number, sentence, finding, pronoun)
            return
        own, word = sentence, sentence.pieces[finding.trigger].trigger
        here = sentence.pieces[: finding.piece]
        doer = singled_out(here, pronoun, quiet=True) or singled_out(here, pronoun)
        person = None if finding.rule == "them" else doer  # "A robber shot him dead": not the robber
        for before in range(number - 1, max(-1, number - 4), -1) if person is None else ():
            sentence = self._sentence(before)
            person = (
                self._wounded(sentence, own, finding)
                or singled_out(sentence.pieces, pronoun, quiet=True, words=sentence.line.words)
                or singled_out(sentence.pieces, pronoun, words=sentence.line.words)
            )
            if before == number - 1 and unpeopled(sentence.pieces):
                continue  # "A clerk was shot. The street was closed. | He died"
            if person is not None or sentence.line.words[:1] != [pronoun] or finding.outcome is Outcome.ABDUCTED:
                break  # "A youth fired. He then ran. | He was arrested"; but "He was taken from the clinic to a ward"
        if finding.rule == "them" and doer is not None and self._harmed_by_those(own, finding, doer):
            sentence, person = own, doer
        if person is not None:
            self._refer(sentence, finding, person)
        elif (finding.rule == "them" and doer is not None) or (finding.rule in OWN_END and word and word.lemma != "shoot"):
            self._refer(own, finding, own.pieces[finding.piece])

    def _they(self, number: int, sentence: Sentence, finding: Finding) -> None:
        """Add a claim about those counted whom "they" means: the only ones before it in its sentence, or in the one before."""
        beside = [p for p in sentence.pieces[: finding.piece] if p.code == "M" and not toldbefore.given(p)]
        if len(beside) == 1:
            start, end = quoted(sentence.line, beside[0])
            dead = any(c.outcome is Outcome.KILLED and c.start < end and start < c.end for c in self.claims)
            if not dead or finding.outcome is Outcome.ABDUCTED:  # "found dead, a month after they were kidnapped"
                self._refer(sentence, finding, beside[0])
            return
        earlier = self._sentence(number - 1) if number else None
        people = [piece for piece in earlier.pieces if piece.code == "M"] if earlier else []
        told = [claim for claim in self.claims[-12:] if earlier and claim.sentence_start == earlier.span[0]]
        graver = finding.outcome is Outcome.KILLED and len(people) == 1 and all(c.outcome in _MAY_DIE for c in told)
        if earlier and (graver or not told):
            self.claims += [making.claim(earlier, finding, self.policy, piece) for piece in people]

    def _harmed_by_those(self, sentence: Sentence, finding: Finding, person: Piece) -> bool:
        """Return whether the one before "him" was told to be harmed by those who did: "was beaten by youths who injured him"."""
        start, end = quoted(sentence.line, person)
        harmed = any(c.outcome in _HARMED and c.start < end and start < c.end for c in self.claims[-4:])
        return (
            harmed and finding.trigger > 1 and "".join(p.code for p in sentence.pieces)[: finding.trigger].endswith(("Gw", "Mw"))
        )

    def _wounded(self, earlier: Sentence, sentence: Sentence, finding: Finding) -> Piece | None:
        """Return the one person whom the sentence before told wounded, if this one tells that "he died of his wounds"."""
        if finding.outcome is not Outcome.KILLED or negative("of_wounds").search(self.folded, *sentence.span) is None:
            return None
        hurt = {(c.start, c.end) for c in self.claims[-12:] if c.outcome is Outcome.INJURED and c.high == 1}
        found = [piece for piece in earlier.pieces if piece.code in "SM" and quoted(earlier.line, piece) in hurt]
        return found[0] if len(found) == 1 else None

    def _ended(self, number: int, sentence: Sentence, finding: Finding, pronoun: str) -> None:
        """Add the death of whoever did the harm, told of a pronoun: who acts in the nearest sentence before, else the pronoun."""
        if any(claim.rule in OWN_END for claim in self.claims[-12:]):
            return
        for before in range(number - 1, max(-1, number - 4), -1):
            earlier = self._sentence(before)
            people = (piece for at, piece in enumerate(earlier.pieces) if piece.code in "SMr" and acts(earlier.pieces, at))
            first = next(people, None)
            if first is not None and first.code != "r" and meant(first, sentence.pieces[finding.piece], pronoun):
                self._refer(earlier, finding, first)
                return
        if sentence.pieces[finding.piece].code == "r":
            self._refer(sentence, finding, sentence.pieces[finding.piece])

    def _refer(self, sentence: Sentence, finding: Finding, people: Piece) -> None:
        """Add the claim that a pronoun makes of these people, if the same was not told of them already."""
        start, end = quoted(sentence.line, people)
        known = [c for c in self.claims[-40:] if c.outcome is finding.outcome and c.start < end and start < c.end]
        if not known:
            self.claims.append(making.claim(sentence, finding, self.policy, people))


def _only_described(finding: Finding) -> bool:
    """Return whether a finding rests on a word before the noun alone: "four homeless people"."""
    return finding.outcome is Outcome.HOMELESS and finding.rule == "counted"
