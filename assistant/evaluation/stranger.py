"""Mails of somebody who does not exist: the control for learning a real writer, where no second one is at hand."""

from __future__ import annotations

from assistant.evaluation.data import Mail

MAILS = tuple(
    Mail(subject, text)
    for subject, text in (
        ("Gate", "Gate's done. Hinges were shot so I put new ones on. Bill follows. Ken"),
        (
            "Your roof",
            "Had a look. Six tiles gone on the north side, gutter's loose. Can start Monday. Ken",
        ),
        ("Monday", "Can't do Monday, van's in the shop. Wednesday ok? Ken"),
        ("Re: invoice", "Sorry, wrong sheet. Right one's on its way, total stays the same. Ken"),
        ("Paint", "They don't make that green any more. Nearest is 6021, bit darker. Say yes or no by Friday. Ken"),
        ("Key", "Key's under the second pot, not the first one. Lock twice. Ken"),
        ("Re: Re: Key", "Found it. All good. Ken"),
        ("Boiler", "Boiler's twenty years old. I can mend it once more but I wouldn't. Up to you. Ken"),
        ("Timber", "Two lengths short on the delivery. Rang them, rest comes Thursday, no charge. Ken"),
        ("Fence height", "Council says one metre eighty at most. So we take the low panels. Ken"),
        ("Thursday", "Rain all day Thursday so no concrete. Friday seven sharp. Ken"),
        ("Photos", "Photos of the damp attached. Comes from outside, not from the pipe. Don't paint over it. Ken"),
        ("Re: price", "That is the price. Ken"),
        ("Small job", "Half an hour's work, forget about the money. Ken"),
        ("Kitchen", "Worktop's cut and fits. Tap comes next week, until then use the one in the bath. Ken"),
        ("Re: noise", "Sorry about the noise, told the lads not before eight. Ken"),
        ("Skip", "Skip's full. New one tomorrow. Please don't put garden stuff in it. Ken"),
        ("Holiday", "Away from the 3rd to the 17th. If something leaks ring Tom, not me. Ken"),
        ("Window", "Glass is on order, ten days. Board stays up till then, it'll hold. Ken"),
        ("Re: thanks", "Cheers. Tell your neighbour. Ken"),
        ("Shed", "Shed's up. Door sticks a bit, wood's still wet. Give it a month, then I plane it. Ken"),
        ("Meter", "Meter cupboard must stay clear, man comes Tuesday between nine and twelve. Ken"),
        ("Re: colour", "White is white. Trust me. Ken"),
        ("Chimney", "Swept. Two nests and half a brick. Wants a cowl, sixty fitted. Ken"),
    )
)
