"""English words for reckoning."""

# ruff: noqa: E501 - a table reads better unwrapped

from __future__ import annotations

from models.grounded.phrases import Reckoning

LENGTHS = "duration"
COMPARE = {
    "cheaper": "<money", "less expensive": "<money", "more expensive": ">money", "dearer": ">money", "pricier": ">money",
    "costlier": ">money", "earlier": "<time", "sooner": "<time", "later": ">time", "heavier": ">kg|g|lb|oz|mg|t",
    "lighter": "<kg|g|lb|oz|mg|t", "more": ">", "higher": ">", "greater": ">", "larger": ">", "bigger": ">", "longer": f">{LENGTHS}",
    "older": ">age", "younger": "<age", "newer": ">time", "less": "<", "fewer": "<", "lower": "<", "smaller": "<", "shorter": f"<{LENGTHS}",
}  # fmt: skip
LIMIT = {
    "over": ">", "above": ">", "more than": ">", "greater than": ">", "higher than": ">", "larger than": ">", "bigger than": ">",
    "under": "<", "below": "<", "less than": "<", "fewer than": "<", "lower than": "<", "smaller than": "<", "cheaper than": "<money",
    "more expensive than": ">money", "at least": ">=", "no less than": ">=", "at most": "<=", "no more than": "<=", "up to": "<=",
    "after": ">time", "later than": ">time", "before": "<time", "earlier than": "<time", "heavier than": ">kg|g|lb|oz|mg|t", "since": ">time",
    "lighter than": "<kg|g|lb|oz|mg|t", "longer than": f">{LENGTHS}", "shorter than": f"<{LENGTHS}", "older than": ">age", "younger than": "<age",
}  # fmt: skip
TIMELY = {
    "earliest": "<time", "soonest": "<time", "latest": ">time", "first": "<time", "last": ">time", "newest": ">time", "most recently": ">time", "most recent": ">time",
}  # fmt: skip
BEST = {
    "cheapest": "<money", "least expensive": "<money", "most expensive": ">money", "dearest": ">money", "priciest": ">money", "costliest": ">money",
    "heaviest": ">kg|g|lb|oz|mg|t", "lightest": "<kg|g|lb|oz|mg|t", "highest": ">", "largest": ">",
    "biggest": ">", "greatest": ">", "most": ">", "maximum": ">", "lowest": "<", "smallest": "<", "fewest": "<", "least": "<",
    "minimum": "<", "longest": f">{LENGTHS}", "shortest": f"<{LENGTHS}", "oldest": ">age", "youngest": "<age",
}  # fmt: skip
CMP, LIM, BST, FIRST = ("|".join(sorted(table, key=len, reverse=True)) for table in (COMPARE, LIMIT, BEST, TIMELY))
HAS = "(?:is|are|was|were|has|have|had|costs?|weighs?|scored?|leaves?|departs?|arrives?|starts?|begins?|goes|go|comes?|lasts?|earns?|makes?|gets?|uses?|takes?|joined|started|came)"
ORD = "second|2nd|third|3rd|fourth|4th|fifth|5th"
NUM = r"\d+|two|three|four|five|six|seven|eight|nine|ten"
DAY = "monday|tuesday|wednesday|thursday|friday|saturday|sunday"
MONTH = "january|february|march|april|may|june|july|august|september|october|november|december"
UNIT = "minutes?|hours?|days?|weeks?"
AMOUNT_OF = rf"(?:an?|one|{NUM}|eleven|twelve|twenty|thirty|forty|fifty|ninety|half an)(?:[- ](?:one|two|three|four|five|six|seven|eight|nine))?"
WITHIN = rf"(?:in|within|during|over|for) (?:the )?(?:next|coming|following) (?:{AMOUNT_OF} )?(?:{UNIT})|within (?:{AMOUNT_OF} )?(?:{UNIT})"
WHEN = (
    rf"(?:on |for |due )?(?:(?:the )?day after tomorrow|tomorrow(?: morning| evening| afternoon)?|today|tonight|yesterday)|(?:on |for )?(?:next |this |last |this coming )?(?:{DAY})|(?:on |for )?(?:next|this|last) (?:week|month)|"
    rf"in (?:{MONTH})(?: \d{{4}})?|in (?:19|20)\d\d|in (?:{AMOUNT_OF}) (?:days?|weeks?)(?: time)?|{WITHIN}|(?:on )?the \d+(?:st|nd|rd|th)? of (?:{MONTH})(?: \d{{4}})?|on (?:the )?\d+(?:st|nd|rd|th)? (?:{MONTH})(?: \d{{4}})?|on (?:{MONTH}) \d+(?:st|nd|rd|th)?(?: \d{{4}})?"
)
THINGS = r"(?:(?:unread|new|open) )?(?:e-?mails?|mails?|messages?|items?|things|entries|conversations|threads|notifications|files|documents|tasks|notes|photos|articles|results|ones)"
LEAVE = "leave|leaving|depart|go|start|come|arrive|be|run|end|finish"

RECKONING = Reckoning(
    rewrites=(
        (r"\btill\b", "until"), (r"\bhours' time\b", "hours"), (r"^(?:i have|i've|i) missed (?:the )?(.+?) (?:one |train |bus )?when is the next (.+)$", r"when is the next \2 after \1"),
        (r"^(?:please |and |so )?(?:show me|list|give me|name|find me|find|tell me)(?: all)?(?: of)?(?: the)? (?=\w)", "which "),
        (r"^which (?:which|what) ", "which "),
        (r"^(?:what|which) (?:(.+?) )?can i (?:get|buy|have|order|afford|choose|pick)(?: for)? (?=.*\d|.*euro|.*dollar|.*pound)", r"which \1 is "),
        (r"^(?:is|are) there (?:anything|something|any|an?) ?", "which "), (r"^(?:any|anything)(?: (\w+))? (?=on|in|due|for|tomorrow|today)", r"which \1 is "),
        (rf"^can i (?:get|buy|have|order|afford) (?:an? |the )?(.+?) (?:for )?({LIM}) ", r"is \1 \2 "),
        (r" (?:that )?(?:i|we|you) can (?:take|catch|get|use|have)\b", ""), (r" (?:that |which )?(?:leaves?|goes|departs?)(?= (?:after|before))", ""),
        (rf"^(?:who|which|what)(.*?) (?:is|are) (?:the )?((?:{ORD}|{NUM}) )?(?:highest|best) paid", r"who\1 has the \2highest salary"),
        (rf"^(which|what|who)(.*?) (?:earns?|makes?|gets?|gets paid|is paid) (?:the )?((?:{ORD}) )?most$", r"\1\2 has the \3highest salary"),
        (r"^(which|what|who)(.*?) (?:earns?|makes?) (.+)$", r"\1\2 has a salary \3"),
        (r"^does (.+?) (?:earn|make|get) (more|less)(?: money)? than (.+)$", r"is \1 \2 salary than \3"),
        (r"^how much (more|less)(?: money)? does (.+?) (?:earn|make|get) than (.+)$", r"how much \1 salary is \2 than \3"),
        (r"^how (?:many|much) (?:years |months )?(older|younger) is (.+?) than (.+)$", r"how much \1 is \2 than \3"),
        (r"^how (?:old|young) are .*? on average$", "what is the average age"),
        (r"^(?:in )?(?:how many|how much) (days|hours|minutes|weeks|time) (?:is|are|does|do|will|do i have|are there|is there|is it|are left|is left|left|must i wait|do i have to wait|have i got)(?: there| left| it)*(?: (?:until|before|for)) (.+?)(?: (?:due|leave|depart|go|start|begin|happen|come|arrive))?$", r"how long until \2"),
        (r"^in (?:how many|how much) (days|hours|minutes|weeks) (?:is|are|does|do|will) (.+?)(?: (?:due|leave|depart|go|start|begin|happen|come|arrive))?$", r"how long until \2"),
        (r"^how (?:many|much) (?:days|hours|minutes|weeks|time|longer) (?:until|before) (.+?)(?: (?:is|are|comes?|leaves?|departs?|starts?|begins?|goes|due|is due))*$", r"how long until \1"),
        (r"^how (?:long|much longer)(?: is it| is there| are there| will it be| is left| do (?:i|we) have(?: left)?| have i got)*(?: (?:until|before)| to wait for| to wait until| must i wait for) (.+?)(?: (?:is|are|comes?|leaves?|departs?|starts?|begins?|goes|due|is due))*$", r"how long until \1"),
        (r" in the (?:evening|morning|afternoon)(?= (?:after|before))", ""),
        (r"^(which|what) ([\w ]+?) (?:leaves?|goes|departs?|comes?|arrives?|starts?|runs?) (next|first|last) (after|before) (.+)$", r"what is the \3 \2 \4 \5"),
        (r"^how often (?:does|do) (?:an? |the )?(\w+?)s? (go|run|leave|depart|come) (.+)$", r"how many \1s \2 \3"),
        (r"^at what time ", "what time "), (rf"^what is the next ({BST}) (.*?) ?after the (?:{BST})$", r"what is the second \1 \2"),
        (r"^how long until ((?:the )?(?:between|from) )", r"how long is it \1"),
    ),
    asks=(
        ("blockers", r"(?:what|what is|who|which (?:field|box|entry|input|fields|boxes))(?: is| are)? (?:stops?|stopping|keeps?|keeping|prevents?|preventing|blocks?|blocking|holds?|holding)(?: me| us)?(?: up| back)?(?: from .+)?|"
                     r"why (?:can i not|can not i|can't i|cannot i) (?P<x>.+)|why (?:is|are) (?:the |this )?(?P<x2>.+?)(?: button)?(?: still)? (?:greyed out|grayed out|disabled|grey|unavailable|not available|inactive)|"
                     r"can i (?:submit|continue|proceed|register|go on)(?: (?:this|the|it|now).*)?|what (?:do|must|should) i (?:still )?(?:have to |need to )?(?:fill in|fill out|complete)|"
                     r"what is (?:still )?(?:left|missing)(?: to fill in| to be filled in| to complete)?"),
        ("required", r"(?:which|what|are any|is any)(?: of the)? (?:required|mandatory) (?:fields?|boxes|entries|inputs?)? ?(?:is|are|have i|did i)?(?: still)? (?:empty|missing|blank|not fill(?:ed)?(?: in| out)?|not complete[d]?)|"
                     r"(?:which|what) (?:empty|missing|blank) fields? (?:is|are) (?:required|mandatory)|(?:which|what) fields? (?:is|are) (?:missing|required (?:and|but) (?:still )?empty)"),
        ("share?", r"(?:what|how much|which) (?:percentage|percent|per cent|share|fraction|proportion)(?: of (?:the )?(?P<k>.+?))?? (?:is|are|do|does|did|has|have|goes to|go to|goes on)(?: used| taken| made)?(?: up)?(?: by| for)? (?P<x>.+?)(?: take| use| have| make up| get| cost| account for)?(?: up)?|"
                   r"how many percent(?: of (?:the )?(?P<k2>.+?))? (?:is|are|do|does) (?P<x2>.+?)(?: take| use| have| make up)?(?: up)?"),
        ("ratio?", rf"how many times (?P<w>{CMP}|as (?:much|many|big|large|long|heavy|expensive|high))(?: (?P<m>.+?))?? (?:is|are|do|does|has|have) (?P<x>.+?)(?: cost| use| have| weigh)? (?:than|as) (?P<y>.+)"),
        ("until?", r"how long until (?:the |my )?(?:(?P<s>next|first|last) )?(?P<k>.+)"),
        ("between", r"how (?:long|much time|many (?P<u>days|hours|minutes|weeks))(?: (?:is|are|does|do|lies?|lie|will|there|it|take|takes|goes|pass|time))* (?:between|from) (?P<x>.+?) (?:and|to|until) (?P<y>.+)"),
        ("long?", r"how (?:long|many (?:hours|minutes)) (?:does|will|is|do|are) (?P<x>.+?)(?: take| last| run| travel| fly| go on)?"),
        ("spread", rf"(?:what is |how (?:big|much|large) is |tell me )?(?:the )?(?:price |time |age |weight )?(?:difference|range|gap|span|how far apart are|distance)(?: in (?P<m>\w+))?(?: between)? (?:the )?(?P<s>{BST})(?: (?P<k>\w+))? (?:and|to) (?:the )?(?P<s2>{BST})(?: (?P<k2>.+))?|how far apart are (?:the )?(?P<s3>{BST}) and (?:the )?(?P<s4>{BST})(?: (?P<k3>.+))?"),
        ("order", r"(?:is|are|was|were|does|do|did|will) (?P<x>.+?) (?:(?:come|leave|be|start|happen|arrive|go|depart) )?(?:before or after|after or before|earlier or later than) (?P<y>.+)"),
        ("difference", rf"(?:by )?how (?:much|many) (?P<w>{CMP})(?: (?P<m>.+?))?? (?:is|are|does|do|has|have|did) (?P<x>.+?)(?: cost| have| use| weigh| last| take| get)? than (?P<y>.+)|what is (?:the )?(?:(?P<m5>[\w ]+?) )?difference (?:in (?P<m2>.+?) )?between (?P<x2>.+?) and (?P<y2>.+?)(?: in (?P<m4>\w+))?|"
                       rf"by how (?:much|many)(?: \w+)? (?:is|are) (?P<x3>.+?) (?:ahead of|above|behind|over|below|more than|less than) (?P<y3>.+)|by how (?:much|many)(?: \w+)? (?:is|are) (?P<x4>.+?) (?P<w4>{CMP}) than (?P<y4>.+)|by how much does (?P<x5>.+?) (?P<w5>outweigh|outlast|exceed) (?P<y5>.+)"),
        ("sum", r"(?:add|sum)(?: up)?(?: all)?(?: of)? (?P<x>.+?)(?: up| together)?"),
        ("sum", r"total(?: up)? (?:the|all) (?P<x>.+)"),
        ("sum", r"what (?:is|are) the (?:sum|sum total|total sum|combined \w+) of (?:all |the )*(?P<x>.+)"),
        ("sum?", r"what (?:is|are) the total of (?P<x>.+)"),
        ("sum", r"what (?:do|does|would) (?P<x>.+?) (?:add up to|come to|sum to|sum up to|amount to)(?: in total| together| in (?P<k>.+))?"),
        ("sum?", r"how (?P<m>much|many|long|heavy)(?: (?P<k>\w+))? (?:is|are|do|does|would|will) (?P<x>.+?)(?: cost| come to| have| last| take| weigh)?(?: be)? (?:all together|altogether|together|combined|in total|in all)"),
        ("sum?", r"(?:how much|what) (?:would|will|do|must|should) i (?:have to )?pay for (?P<x>.+ (?:and|plus) .+?)(?: together| altogether| in total)?|(?P<x2>.+ plus .+?) (?:how much is that|what does that (?:make|come to|cost)|how much does that make)|what (?:is|are) (?P<x3>.+ plus .+)"),
        ("sum?", r"what is the total (?P<x>.+)|how (?P<m>long|much|heavy) is the (?:whole|entire) (?P<k2>.+)"),
        ("average?", r"(?:what is |what are |tell me )?(?:the )?(?:average|mean)(?: value)?(?: of)? (?P<x>.+?)(?: please)?|(?:what|how (?:much|long|old|heavy|many))(?: (?P<k>\w+))? (?:is|are|do|does) (?P<x2>.+?)(?: cost| weigh| last| have| take)? on average"),
        ("multiple?", rf"(?:how much|what) (?:is|are|do|does|would|will|for)(?: i)?(?: (?:have to )?pay for)? (?P<t>{NUM})(?: of)?(?: the)? (?P<x>.+?)(?: cost| come to| be)?(?: together| in total)?|how much (?:do|would|will) i (?:have to )?pay for (?P<t2>{NUM})(?: of)?(?: the)? (?P<x2>.+)"),
        ("compare", rf"(?:which|what|who)(?: (?:one|of them))? {HAS}(?: the)? (?P<w>{CMP}) (?P<x>.+?) or (?P<y>.+)"),
        ("compare", rf"(?P<x>.+?) or (?P<y>.+?) (?:which|what|who)(?: one)? {HAS}(?: the)? (?P<w>{CMP})(?: (?P<m>.+))?"),
        ("compare", rf"(?:is|are|does|do|has|have) (?P<x>.+?) or (?P<y>.+?) (?:cost |have |has |weigh |leave |arrive |the )?(?P<w>{CMP})(?: (?P<m>.+))?|(?:is|are) (?P<x2>.+?) (?P<w2>{CMP}) or (?P<y2>.+)"),
        ("test", rf"(?:is|are|does|do|has|have|did) (?P<x>.+?) (?:cost |have |has |weigh |leave |arrive |be |last |take )?(?P<w>{CMP})(?: (?P<m>.+?))? than (?P<y>.+)"),
        ("test", rf"(?:is|are|does|do|has|have) (?P<x>.+?) (?:cost |have |weigh )?(?P<w>{LIM}) (?P<y>.+)"),
        ("range", r"(?:which|what|who|how many|how much)(?: (?P<k>.+?))?? (?:between|from) (?P<n>.+?) (?:and|to) (?P<n2>.+)"),
        ("next?", rf"(?:from |on |at )?(?:what|which) (?P<c>platform|track|gate|terminal|stop|bay|room|track|line) (?:is|does|do|will|has) (?:the |my )?(?P<s>next|first|last|earliest|latest) (?P<k>.+?)(?: (?:{LEAVE}))?(?: from| at| on)?(?: (?P<w>after|before) (?P<n>.+))?"),
        ("next?", rf"(?:(?:when|what|which|what time) (?:is|does|do|are|will) )?(?:the |my )?(?P<s>next|first) (?P<k>[\w ]+?)(?: (?:{LEAVE}))? (?P<n>in (?:{AMOUNT_OF}) (?:hours?|minutes?)(?: time)?|(?:{AMOUNT_OF}) (?:hours?|minutes?) from now)"),
        ("next?", rf"(?:(?:when|what|which|what time) (?:is|does|do|are|will) )?(?:the |my )?(?P<s>next|first|last|earliest|latest) (?P<k>[\w ]+?)(?: (?:{LEAVE}))? (?P<w>after|before|from|until) (?P<n>.+?)(?: (?:{LEAVE}))?"),
        ("next?", rf"(?:(?:when|what|which|what time) (?:is|does|do|are|will) )?(?:the |my )?(?P<s>next) (?P<k>[\w ]+?)(?: (?:{LEAVE}))?(?: from now)?"),
        ("count", rf"how many(?: of (?:them|these|those|the))?(?: (?P<k>.+?))?? (?:an? |the )?(?P<w>{LIM}) (?P<n>.+)"),
        ("filter", rf"(?:which|what|who)(?: (?P<k>.+?))?? (?:an? |the )?(?P<w>{LIM}) (?P<n>.+)"),
        ("agenda_count?", rf"how many (?P<k>.+?)(?: (?:is|are|do|did|does|were|was|will|there|i|we|have|had|leave|go|depart|take place|happen|come|on))* (?P<n>{WHEN})"),
        ("agenda?", rf"(?:what|which|who)(?: (?P<k>.+?))?? ?(?:\b(?:is|are|was|were|do|did|does|will|there|i|we|have|had|leave|leaves|go|goes|depart|departs|happening|happens|planned|scheduled|due|on|coming up|comes|come|take place|takes place|to pay|must|should|pay|joined|started|anything|something)\b ?)*(?P<n>{WHEN})"),
        ("best?", rf"(?:when|what time) (?:is|does|do|are|will) (?:the |my )?(?P<s>{FIRST}) (?P<k>[\w ]+?)(?: (?:{LEAVE}))?(?: today)?"),
        ("best?", rf"(?:which|what|who)(?: (?P<k>[\w ]+?))?? {HAS}(?: due| (?P<x3>\w+ed))?(?: the)? (?P<s>{FIRST})(?: one| of all| of them)?(?: (?P<x>.+?))?(?: today)?"),
        ("top?", rf"(?:which|what|who)(?: {HAS})?(?: the)? (?P<t>{NUM}) (?P<s>{BST})(?: (?P<x>.+?))?"),
        ("top?", rf"(?:which|what|who)(?: the)? (?P<t>{NUM})(?: (?P<k>.+?))?? (?P<v>{HAS})(?: the)? (?P<s>{BST})(?: (?P<x>.+?))?"),
        ("rank?", rf"(?:which|what|who|whose)(?: (?P<k>.+?))??(?: {HAS})?(?: the)?(?: (?P<r>{ORD}))? (?P<s>{BST})(?: one| of all| of them)?(?: (?P<x>.+?))?"),
        ("rows?", r"(?:how many|count(?: all)?(?: of)?(?: the)?|what is the number of(?= \w+s\b)) (?P<k>.+?)(?: (?:is|are|do|does|did|there|here|in total|i|we|have|go|goes|leave|listed|shown|on the (?:menu|list|album|page|screen|table|form|board|timetable|schedule)|in the (?:list|table|menu)|on (?:this|my) (?:list|page|screen)))*(?: (?:to|from|for|with|of) (?P<x>.+))?"),
    ),
    quotes=(
        ("from", r"(?:is|are) there (?:anything|something|an? (?:e-?mail|mail|message)|any (?:e-?mails?|mails?|messages?)) (?:from|by) (?P<x>.+)|did (?P<x2>.+?) (?:write|reply|answer)(?: to me| me)?|have i (?:got )?(?:an? |any )?(?:e-?mails?|mails?|messages?|anything) from (?P<x3>.+)"),
        ("beside", r"(?:what|which) (?:is (?:the )?)?number (?:is |stands )?(?:right )?(?:next to|beside|behind|after|by|to the right of) (?P<x>.+)"),
        ("beside", rf"how many(?: {THINGS})?(?: (?:is|are)(?: there)?)? in (?:the |my )?(?P<x>.+?)(?: folder| list)?|how many {THINGS} (?:does|do) (?:the |my )?(?P<x2>.+?)(?: folder| list)? (?:have|contain|hold)"),
        ("counted", rf"how many (?P<x>\S+)(?: {THINGS})? (?:are there|do i have|have i got)|how much (?P<x2>\S+) (?:do i have|is there)|(?P<x3>\S+) how many"),
        ("total", r"how many (?P<k>.+?) (?:are there |are listed |do i have |have i got )?(?:in total|altogether|overall|in all|all together)|out of how many (?P<k2>.+?)(?: (?:are|is) (?:these|this|those|it))?|how many (?P<k3>.+?) (?:does|do) the (?:whole|entire) .+? have|what is the total number of (?P<k4>.+)|what does it say .*about the number of (?P<k5>.+)|(?:which|how many) of how many (?P<k6>.+?) (?:is|are) shown"),
        ("clock", r"what time (?:is it |does it say |is shown |is )?(?:on|does) the (?:board|clock|screen|display)(?: show| say| tell)?|what (?:time )?does the clock (?:say|show|read)|(?:what|which) (?:is the )?time (?:is )?(?:shown |displayed |it says )?(?:at|in) the (?P<top>top)(?: right| left)?(?: corner)?"),
        ("closing", r"(?:when|what time|at what time|at which time) (?:does|do|will) (?:the )?(?P<x>.+?)(?: office| desk| counter)? (?:close|shut)|(?:un)?(?:til|till|until) (?:when|what time) (?:is|are) (?:the )?(?P<x2>.+?)(?: office| desk| counter)? open|(?:how long|until when) (?:is|are) (?:the )?(?P<x3>.+?)(?: office| desk| counter)? open"),
        ("some", r"(?:is|are|was|were|has|have)(?: there)? (?:any|some|an?|one of the|any of the)(?: (?P<k>.+?))??(?: been| running)? (?P<s>[^\W\d]+)|(?:is|are|was|has) (?:anything|something)(?: been)? (?P<s2>[^\W\d]+)"),
        ("ticked", r"(?:is|are) (?:the )?(?P<x>.+?) (?:(?P<ticks>ticked|checked)|selected|marked)"),
        ("is", r"(?:is|are|was|were|has|have|does|will) (?!there )(?:the |my )?(?P<x>(?:(?! not ).)+?)(?: be| been| running| have a)? (?P<s>[^\W\d]+)"),
        ("how", r"how (?P<s>late|delayed|early|overdue) (?:is|are|was|will be) (?:the |my )?(?P<x>.+)|(?:by )?how (?:much|long|many minutes|many days) (?:is|are|was) (?:the |my )?(?P<x2>.+?) (?P<s2>delayed|late|early|overdue)|how (?:much|big|long) (?:is the |a )?(?P<s3>delay) (?:does|has|is|of|for) (?:the |my )?(?P<x3>.+?)(?: have| got)?"),
        ("number", r"what is the number of (?:the |my )?(?P<k>\w+) (?P<x>(?:to|for|from|of) .+)|what number (?:does|has) the (?P<k2>\w+) (?P<x2>(?:to|for|from|of) .+?) have"),
        ("replied", r"how many (?P<x>.+?)(?: (?:are|were)(?: there)?| (?:did|does) \w+ say| are needed)?|(?:what is )?the number of (?P<x2>.+)|(?P<x3>.+) how many"),
        ("members", r"(?:who|which people) (?:is|are) in (?:the |this )?(?:group|chat|conversation)|who are the (?:members|participants)(?: of (?:the |this )?(?:group|chat|conversation))?|who (?:is in|belongs to) (?P<x>.+?)"),
        ("chat", r"(?:what|which) (?:chat|conversation|group|channel) (?:am i in|is (?:this|it|open|shown|selected))|what is the (?:chat|group|conversation|channel) called|what is the name of (?:the|this) (?:chat|group|conversation|channel)"),
        ("chats", r"(?:how many|count(?: all)?(?: the)?) (?P<k>chats|conversations)(?: (?:are|do|there|i|have|in|the|list|listed|shown|here|on|left))*"),
    ),
    closes=r"(?i)\bopen\b[^.]*?\b(?:until|till|to|-|–) ?\d{1,2}(?:[:.]\d\d)?\b(?! ?[\d%])|\bopen\b[^.]*\d ?[-–] ?\d{1,2}\b|\bclos(?:es|ing)(?: time)?:?(?: at)? \d{1,2}(?:[:.]\d\d)?(?: ?[ap]m)?\b(?=[.,;!]| ?$| on\b| today\b| every)",
    delayed=r"(?:(?:about|approx\.?|ca\.?) )?(?P<n>\d+) ?(?:min(?:ute)?s?|h|hours?|days?)\.? (?:late|delayed|delay|early|overdue)|(?:late|delayed|delay|early|overdue):?(?: by| of)? (?P<n2>\d+) ?(?:min(?:ute)?s?|h|hours?|days?)\.?",
    denied=r"\b(?:not|no|never|without)\b|n't\b",
    was=r"\b(?:was|were|had|used to)\b",
    many=r"\bhow many\b|\bnumber of\b",
    compare={**LIMIT, **COMPARE, "long": f">{LENGTHS}", "heavy": ">kg|g|lb|oz|mg|t", "outweigh": ">kg|g|lb|oz|mg|t", "outlast": f">{LENGTHS}", "exceed": ">", "until": "<time"},
    best={**BEST, **TIMELY},
    generic=frozenset(["it", "this", "that", "they", "these", "those", "there", "item", "items", "one", "ones", "thing", "things", "product", "products", "row", "rows", "entry", "entries", "amount", "amounts", "number", "numbers", "value", "values", "figure", "figures", "column", "columns", "everything", "all", "up", "together", "them", "each", "total", "sum", "person", "people", "piece", "pieces", "unit", "units", "list", "table", "cells", "half", "between", "than", "more", "less", "most", "least", "altogether", "anything", "something", "whole", "entire", "today", "employee", "employees", "space", "life", "does", "taken", "use", "which", "stuff", "is", "are", "was", "were", "do", "did", "has", "have", "had", "can", "i", "there"]),
    money=frozenset(["price", "prices", "cost", "costs", "priced", "cheap", "expensive", "pay", "cheapest", "cheaper", "dearest", "dearer"]),
    units={"euro": "€", "euros": "€", "dollar": "$", "dollars": "$", "pound": "£", "pounds": "£", "yen": "¥", "yuan": "¥", "percent": "%", "%": "%", "franc": "chf", "francs": "chf", "swiss francs": "chf", "chf": "chf",
           "kilo": "kg", "kilos": "kg", "kilograms": "kg", "kilogram": "kg", "grams": "g", "gram": "g", "kilometres": "km", "kilometers": "km",
           "metres": "m", "meters": "m", "minutes": "min", "minute": "min", "hours": "h", "hour": "h", "seconds": "s", "gigabytes": "gb", "gigabyte": "gb", "gigs": "gb", "gb": "gb", "megabytes": "mb", "mb": "mb", "kilobytes": "kb", "kb": "kb", "terabytes": "tb", "tb": "tb"},
    numbers={word: at for at, word in enumerate(["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"])}
    | {word: 10 * (at + 2) for at, word in enumerate(["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"])} | {"hundred": 100, "thousand": 1000, "million": 1000000},
    one=frozenset(["a", "an"]),
    spoken=((r"\bhalf past (\d+)", r"\1:30"), (r"\bquarter past (\d+)", r"\1:15"), (r"\b([1-9]) past (\d+)", r"\2:0\1"), (r"\b(\d\d) past (\d+)", r"\2:\1"), (r"^(\d+)-(\d+)$", r"\1:\2"), (r"\s*o'clock", ""), (r" in the morning$", " am"), (r"^(?:the )?(\d+)(?:st|nd|rd|th)? of ", r"\1 "), (r"^the (?=\d)", ""),
            (r" (?:in the (?:afternoon|evening)|at night)$", " pm"), (r"^(\d\d?) (\d\d)$", r"\1:\2"), (r"^(\d\d?)$", r"\1:00")),
    when=(
        (r"(?:the )?day after tomorrow", "day +2"), (r"tomorrow(?: morning| evening| afternoon)?", "day +1"), (r"today|tonight", "day 0"), (r"yesterday", "day -1"),
        (rf"last (?P<weekday>{DAY})", "weekday -1"), (rf"(?:next |this |this coming )?(?P<weekday>{DAY})", "weekday"), (r"next week", "week +1"), (r"this week", "week 0"), (r"last week", "week -1"),
        (r"next month", "month +1"), (r"this month", "month 0"), (r"last month", "month -1"), (rf"in (?P<month>{MONTH})(?: (?P<year>\d{{4}}))?", "named"), (r"(?:in )?(?P<year>(?:19|20)\d\d)", "year"),
        (r"(?:in|within|during|over|for) (?:the )?(?:next|coming|following) (?:(?P<n>.+?) )?(?P<unit>minutes?|hours?|days?|weeks?)|within (?P<n2>.+?) (?P<unit2>minutes?|hours?|days?|weeks?)", "within"),
        (r"in (?P<n>.+?) (?P<unit>minutes?|hours?|days?|weeks?)(?: time)?|(?P<n2>.+?) (?P<unit2>minutes?|hours?|days?|weeks?) from now", "in"),
    ),
    fillers=r"^(?:on|for|due|the) ",
    calendar={name: at for at, name in enumerate(DAY.split("|"))} | {name: at for at, name in enumerate(MONTH.split("|"), 1)} | {"minute": 1, "minutes": 1, "hour": 60, "hours": 60, "day": 1440, "days": 1440, "week": 10080, "weeks": 10080},
    edges=frozenset(["first", "last", "earliest", "latest"]),
    past=r"\b(?:was|were|did|had)\b",
    measures={"big|bigger|biggest|large|larger|largest|small|smaller|smallest": r"^size(?: \(|$)", "weigh|weighs|weight|heavy|heavier|heaviest|light|lighter|lightest|outweigh": "weight", "old|age|ages|older|oldest|youngest|younger|young|years": r"^age\b|^years$", "earn|earns|salary|salaries|paid|wage": "salary|wage|pay|income|earning",
              "long|longer|longest|last|lasts|length|lengths|take|takes|short|shorter|shortest|outlast": "length|duration|runtime|running time|playing time", "fare|fares": "fare|price", "uses?|using": "used|usage"},
    total=r"^(?:grand |sub)?-?total|^sum\b|^balance|^(?:amount |balance )?(?:due|payable)|^amount due|^to pay|^(?:gesamt|summe)",
    column=r"(?:the )?(\w+) column",
    departure=r"depart|leav|\bdep\b|start|abfahrt|\bfrom\b",
    arrival=r"arriv|\barr\b|ankunft|\bgets? (?:in|there)\b",
    shown={"trains?": "platform|track|train", "ferry|ferries": r"\bquay|\bpier|ferry", r"departures?": "depart|leav", "arrivals?": "arriv", "flights?|planes?|fly": "gate|flight|airline", "bus|buses": r"\bbus|\bstop\b|\bbay\b",
           r"leav\w*|depart\w*|go|goes": "depart|leav|platform|gate", "arrive": "arriv", "files?|documents?": "modified|file", "appointments?|meetings?": r"\bwith\b|appointment|meeting", "players?|teams?|clubs?": "points|goals", "weigh": "weight",
           "songs?|tracks?": "length|track|artist", "come|comes|started|start": "start|date", "paid|earn": "salary", "price": "price", "album": "track"},
    also=r",\s+(?:and\s+)?|\s+(?:and|plus)\s+",
    article=r"^(?:an?|the|one) ",
    submit=r"^(?:submit|send|continue|proceed|save|register|sign up|finish|go on|log in|create (?:the |my |an )?account)\b",
    more=r"(?:tell me )?more(?: details?| about (?:it|that))?|(?:the |in |give me )?(?:details?|more detail)|go on|how (?:so|come)|how did you (?:get|work|figure) (?:that|it)(?: out)?",
)  # fmt: skip
