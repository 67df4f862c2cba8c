"""Knows a preference that would change what the model declines or warns about: none may.

By patterns, for English; what is said in other words or languages is met by `assistant.boundary`, per question.
"""

from __future__ import annotations

import re
import unicodedata

from assistant.errors import UsageProblem

LONGEST = 2000
"""Letters of a preference: it is to stand beside a question, and leave room for an answer."""
_SELF = (
    r"(?:i|we|he|she|they|my|our|his|her|who)\b"
    r"(?! (?:want|expect|would like|['’]?d like|prefer|need|wish|hate)\b)"
)
_NOT = (
    r"(?:never|not|don't|dont|do not|no longer|must not|mustn't|shouldn't|can't|cannot|stop|quit|without|cease)"
    r"(?: ever)?"
)
_HARM = (
    r"(?:harmful|dangerous|illegal\w*|unlawful|against the law|the law|unethical|immoral|forbidden|crimes?|criminal"
    r"(?! law)|harm(?:s|ing)?|hurt(?:s|ing)? (?:people|someone|somebody|others|anyone|anybody|myself|him|her|them)|"
    r"violent|risky|weapons?|bombs?|explosives)"
)
_ASKED = (
    r"(?:things?|stuff|questions?|requests?|information|instructions?|answers?|activit(?:y|ies)|topics?|acts?|plans?|"
    r"advice|content|tasks?|subjects?|matters?)"
)
_RULES = (
    r"(?:rules?|guidelines?|instructions?|restrictions?|limits?|limitations?|filters?|censorship|safety|ethics|"
    r"ethical|morals?|morality|conscience|safeguards?|guardrails?|polic(?:y|ies)|boundaries|principles|scruples)"
)
_HELP = (
    r"(?:answer|help|explain|tell|give|support|agree|assist|provide|encourage|side|teach|show|describe|comply|do|"
    r"write|"
    r"respond|reply|say|talk|discuss)"
)
_YOU = (
    r"(?:pretend\w*|act\w*|behave|imagine|be|become|you|you're|your|ai|assistant|model|answer|respond|reply|speak|talk)"
)
_WARNINGS = r"(?:warn(?:ings?)|precautions?|cautions?|caveats about (?:safety|danger))"
_OVER = r"(?:[.!?,;:]|$| and\b| or\b| when\b| even\b| ever\b| again\b| at all\b| whatever\b| if\b| from\b)"
_DANGER = r"(?:anything|everything|danger\w*|risks?|harm\w*|illegal\w*|safety|the law|consequences|weapons|drugs)"

_DECLINING = (
    # never refuse, no refusals, refuse nothing; but "don't refuse to give an opinion"
    rf"\b{_NOT} (?:\w+ ){{0,2}}?(?:refus(?:es?|ing)|declin(?:es?|ing)|reject(?:ing)?|turn(?:ing)? down|"
    rf"deny(?:ing)?)\b"
    r"(?! to (?:give|offer|have|guess|express|take|choose|pick|recommend|discuss|estimate|speculate|compare)\b)"
    r"(?! (?:invitations?|offers?|an? invitation|cookies|calls?))",
    r"\brefus(?:e|es) (?:me )?nothing\b",
    r"\bno (?:more )?(?:refusals?|refusing)\b",
    r"\b(?:never|don't|do not|no longer|stop|quit|hate it when you|without) (?:ever )?(?:say(?:ing)?|says|"
    r"answer\w*|reply\w*|tell\w*|claim\w*|"
    r"us(?:e|ing))\b.{0,40}\b(?:cannot|can't|can not|unable to|not able to|won't|will not)\b(?: \w+){0,2}? "
    r"(?:help|assist|do|answer|comply|say|provide|discuss|talk)",
    r"\b(?:never|don't|do not) (?:ever )?(?:say|answer|reply|begin|start)(?: with| that)? ?[\"“'(]?\s?i (?:cannot|"
    r"can't)",
    r"^(?:please )?(?:you (?:must|should|may|shall|can) )?(?:never|don't|do not)(?: ever)? (?:say|tell me|answer) "
    r"no(?: to me)?"
    rf"{_OVER}",
    rf"\b(?<!\bi )(?<!\bwe )always say yes(?: to (?:me|whatever|everything|anything|every|all)\b|{_OVER})",
    r"\b(?:begin|start)\b.{0,20}\b[\"“']?sure\b.{0,40}\b(?:here is how|never|whatever|no matter|decline|refuse)",
)
_OBEYING = (
    rf"(?<!\bi )(?<!\bwe )(?<!\bmust i )\b(?:comply|obey)\b(?: (?:always|fully))?(?: (?:me|with (?:me|my|every|"
    rf"all|any|everything|whatever)\b)|{_OVER})",
    r"\b(?:do|agree to|accept|grant|fulfil|fulfill|carry out) (?:everything|whatever|anything|every (?:request|"
    r"wish|order)|"
    r"all (?:my|i))\b.{0,15}\b(?:i (?:say|ask|want|tell|demand|order)|request|wish|order)\b.{0,20}"
    r"(?:no matter|without|no question|even|good or bad|regardless|legal)",
    r"\bagree (?:to|with) (?:every|any|all)\b.{0,20}\brequests?\b",
    r"\b(?:answer|do|say|help)\b.{0,20}\bwhat(?:ever)? i (?:ask|want)\b.{0,10}\b(?:whatever|no matter|regardless of) "
    r"(?:the consequences|what|how)",
    r"\bno matter how (?:risky|dangerous|harmful|illegal|bad|unethical|immoral)",
    r"\blegal or (?:not|illegal)\b|\bgood or (?:bad|evil)\b",
)
_RULELESS = (
    r"\b(?<!\bi )(?<!\bwe )(?:ignore|disregard|forget|drop|bypass|override|overrule|break|disable|turn off|switch "
    r"off|deactivate|remove|lift|"
    r"suspend|circumvent|abandon|violate|skip|put aside|set aside|get around)\b(?: about)? "
    r"(?:(?:your|all|any|every|the|of|previous|prior|earlier|built-in|own|these|those|safety|content|ethical|moral|"
    rf"security|and|legal) ?)*\b(?<=your )(?:\w+ )?{_RULES}",
    r"\b(?<!\bi )(?<!\bwe )(?:ignore|disregard|forget|drop|bypass|override|disable|turn off|switch off|deactivate|"
    r"remove|lift|suspend|"
    r"abandon)\b(?: about)? (?:(?:your|all|any|the|of|previous|prior|earlier) )*"
    r"(?:(?:safety|content|ethical|ethics|moral|previous|prior|security|all)\b(?: (?:and|or) \w+)? ?"
    r"(?:rules?|guidelines?|instructions?|restrictions?|filters?|features?|limits?|mode|training|compass|checks?|"
    r"concerns?|considerations?)|(?:ethics|morals|morality|filters))(?! words?| coffee)",
    rf"\b{_YOU}\b(?:(?!\bi\b|\bmy\b).){{0,40}}\b(?:no|without|free (?:of|from)|lack|beyond|not bound by)\b"
    rf"(?: (?:any|all|a|your|moral|ethical|safety|legal|content|more|such))* (?:{_RULES}|laws|refusals?)\b"
    r"(?! (?:words?|on|for|of|about|in)\b)",
    rf"^(?:from now on |please )?(?:there are |there're )?no (?:{_RULES}|laws)(?: (?:between us|here|for you|for "
    rf"me|apply))?[.! ]*$",
    r"\b(?:be|are|you're|an|stay|act|as|like|respond|answer|answers|talk|mode|become) (?:\w+ )?(?:uncensored|"
    r"unfiltered|unrestricted|"
    r"unlimited ai|amoral)\b(?! (?:film|movie|version|music|lyric|song|edition|book|data)\w*)",
    r"\bjail ?br(?:eak|oken)\b(?! (?:phone|iphone|tablet|ipad))|\bdo anything now\b|\b(?:you are|you're|as|be|"
    r"like) dan\b|\bdan mode\b|"
    r"\bgod mode\b|\bevil (?:ai|assistant|robot|twin)\b|\bdeveloper mode (?:without|with no)\b",
    r"\b(?:your|these|all|safety|ethical|the law'?s?|laws?|such|no)\b(?: \w+)? ?"
    rf"(?:{_RULES}|training|laws?|values)? (?:do not|don't|does not|doesn't|never|no longer) appl(?:y|ies)\b",
    r"^(?:the )?(?:rules|laws|guidelines|restrictions|limits) (?:do not|don't) apply (?:to|for) (?:me|you|us)\b",
    rf"\byou (?:do not|don't|needn't|need not) (?:have|need)? ?(?:to )?(?:follow|obey|respect|keep to|care about) "
    rf"(?:your|any|the) (?:\w+ )?{_RULES}",
    r"\bmy (?:instructions?|wishes|preferences?|rules|orders|words?)\b.{0,12}\b(?:overrides?|overrule|come before|"
    r"above|beat|outrank|"
    r"replace|matter more than|over)\b.{0,8}\b(?:your|safety|all)\b",
    r"\babove (?:your|all|any) (?:\w+ )?(?:rules|guidelines|safety|ethics|instructions)",
)
_ALLOWED = (
    r"\b(?:everything|anything) (?:is|'s) (?:allowed|permitted|legal|fine to say)\b",
    r"\bnothing (?:is|'s) (?:forbidden|off.limits|taboo|prohibited|too (?:dangerous|harmful|illegal))\b",
    r"\bnothing (?:that )?you (?:may|can|must|should) ?(?:not|n't)\b|\bnothing (?:that )?you (?:can't|mustn't|"
    r"shouldn't)\b",
    r"\b(?:assume|treat|consider|regard|take)\b.{0,12}\b(?:everything|all|every|any|whatever|anything)\b.{0,30}\b"
    r"(?:legal|allowed|harmless|safe|permitted|permission|authori[sz]ed|lawful)\b",
    rf"\b(?:assume|act as if|pretend)\b.{{0,20}}\bpermission\b.{{0,20}}\b{_HARM}",
    r"\byou (?:are allowed to|may|can|should|must) (?:be (?:harmful|dangerous|illegal|immoral|unethical)|"
    r"(?:ignore|break) the laws?)",
    rf"\byou (?:are allowed|may|can|have permission)\b.{{0,40}}\b{_HARM} {_ASKED}",
)
_HARMFUL = (
    # help with what is harmful: the request is named so, or it is said that it does not matter
    rf"^(?:(?!\b(?:never|not|don't|avoid|warn|without)\b).)*\b{_HELP}\b(?:(?!\b(?:avoid|warn|careful|whether|"
    rf"not)\b).)*"
    rf"\b{_HARM}(?: (?:or|and) \w+)? {_ASKED}",
    rf"\b{_HELP}\b.{{0,60}}\b(?:even|also|including|though|although)\b(?: (?:if|when|though|where|what|for|with))?"
    rf"(?: (?:it|it's|they|that|this|something|what|things|i|to|is|are|was|were|would|could|might|may|be|a|do|"
    rf"the))* ?\b{_HARM}",
    r"\b(?:support|help|assist|encourage|side with|agree with|back)\b (?:me|my)\b.{0,40}\b(?:crimes?|"
    r"illegal\w*|against "
    r"the law|break(?:ing)? the law|harm (?:people|someone|others)|hurt (?:people|someone|somebody|others|anyone|"
    r"myself))",
    r"\b(?:fine|ok|okay|good|allowed) to (?:help me )?(?:hurt|harm|kill|injure)\b",
    r"\b(?:make|making|build|building|cook|get|buy|produce) (?:drugs|weapons|bombs|explosives|poisons?)\b.*\b(?:i "
    r"ask|ask|want|always)\b"
    r"|\b(?:always|whenever|if i ask|when i ask)\b.*\b(?:make|build|cook|about) (?:drugs|weapons|bombs|explosives|"
    r"poisons?)\b",
    rf"\b{_HELP}\b.{{0,40}}\b{_HARM}\b.{{0,20}}\bwithout (?:hesitat\w+|warn\w*|question\w*|limits?|comment\w*|"
    rf"judg\w*|asking)",
)
_WARNING = (
    rf"\b{_NOT} warn(?:ing)?(?: me| us)?(?: about| of)?(?: {_DANGER})?{_OVER}",
    rf"\b{_NOT} (?:give|add|include|show|put|mention|issue|attach)(?: me)?(?: any| your| the| all| with)* "
    rf"{_WARNINGS}{_OVER}",
    rf"\b(?:no|without|skip|omit|drop|spare me|leave (?:out|off)|remove|hide|cut)(?: all| any| the| your| more| "
    rf"of| further)* "
    rf"(?:(?:safety|danger|health|legal|risk)(?: \w+)? (?:warnings?|precautions?|notes?|advice|disclaimers?|"
    rf"notices?)|{_WARNINGS}(?: about {_DANGER})?{_OVER})",
    rf"\b{_NOT} (?:mention|say|tell(?:ing)?|point(?:ing)? out|remind(?:ing)?|claim|note)(?: me)?(?: that| when| "
    rf"whether| to me)?"
    rf" (?:something|it|it's|anything|this|things|my|what|a|an?)\b.{{0,25}}\b(?:illegal|harmful|dangerous|"
    rf"unethical|immoral|forbidden|against the law)",
    rf"(?:\b{_NOT}|^no) (?:\w+ )?(?:mention|moral\w*|lectur\w*|preach\w*|judg\w*|care about|worry about|"
    rf"ethic\w*)\b.{{0,40}}"
    r"\b(?:ethics?|morality|harmful|illegal|dangerous|safety(?! (?:belt|pin|inspector|razor))|unethical)\b",
    r"^no (?:ethics|morals|morality|safety)\b",
    r"\b(?:without|no) (?:any )?(?:moral|ethical) (?:or (?:moral|ethical) )?(?:considerations?|concerns?|"
    r"judge?ments?|limits?|scruples)",
    rf"\b{_NOT} have (?:any )?(?:moral|ethical|safety) (?:limits?|rules|scruples|boundaries|concerns)",
    r"^safety (?:does not|doesn't|never) matter",
    rf"\b(?:{_NOT} (?:be|being)|less) (?:so |too |that )?(?:careful|cautious|safe|"
    rf"strict)\b.{{0,20}}\b(?:danger\w*|harm\w*|illegal\w*|safety|crimes?|weapons)",
    rf"\b{_NOT}\b.{{0,30}}\b(?:helplines?|hotlines?|crisis lines?|seek help|get help)\b",
)
_PATTERNS = tuple(
    re.compile(pattern) for pattern in (*_DECLINING, *_OBEYING, *_RULELESS, *_ALLOWED, *_HARMFUL, *_WARNING)
)
_BY_ONESELF = re.compile(rf"^{_SELF}(?! (?:instructions?|wishes|preferences?|rules|orders|words?)\b)")
_CLAUSES = re.compile(
    r"(?<=[.!?;:])\s+|,? (?:so|therefore|thus|and|but) (?=(?:you|please|never|always|don't|do not|just)\b)|, "
)
"""Where another thing begins to be said: "I am a nurse, so never ..."."""
_SPACED = re.compile(r"\b(?:\w ){3,}\w\b")


def addresses_safety(text: str) -> bool:
    """True for a wish that the model decline nothing, warn of nothing, or help with what is harmful."""
    plain = _plain(text)
    return any(_is_addressed(part) for part in (plain, *_CLAUSES.split(plain)))


def check_preference(text: str) -> str:
    """The same text. Raises UsageProblem when it is too long, or would change what is declined or warned about."""
    if len(text) > LONGEST:
        raise UsageProblem(
            f"A preference has {LONGEST} letters at most; this one has {len(text)}.", "Say it in a few sentences."
        )
    if addresses_safety(text):
        raise UsageProblem(
            "A preference cannot change what Attune declines or warns about.",
            "Say how answers should sound, or what they should know about you.",
        )
    return text


def _is_addressed(sentence: str) -> bool:
    """Said to the assistant, not about oneself, and of the kind."""
    return not _BY_ONESELF.search(sentence) and any(pattern.search(sentence) for pattern in _PATTERNS)


def _plain(text: str) -> str:
    """Lower case, straight quotes, no invisible characters, no l e t t e r s  a p a r t."""
    visible = "".join(sign for sign in unicodedata.normalize("NFKC", text) if unicodedata.category(sign) != "Cf")
    straight = " ".join(visible.casefold().replace("’", "'").replace("‘", "'").split())
    return _SPACED.sub(lambda found: found.group().replace(" ", ""), straight)
