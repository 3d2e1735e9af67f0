"""English."""

# ruff: noqa: E501 - a table reads better unwrapped

from __future__ import annotations

from models.grounded.second.words import SecondWords

ALL = r"(?:it all|all of (?:it|them|this)|all (?:this|that|these)|everything|they all|the whole (?:order|basket|cart|bill|lot|thing|purchase))"
TOGETHER = r"(?:together|altogether|all together|in total|in all|combined)"
ALL_OF = r"(?:they|(?:all |all the |all of the |the )?.+?)"
SCALAR = r"(?:volume|brightness|temperature|price|speed|level|rate|number|humidity|balance|score|discount|interest|rent|fee|fine|deposit|percentage|total|sum|limit|amount|turnover|revenue|profit|pressure|pulse)"
SEE = r"(?:read|tell me|what is|what was)"
NOTE = r"(?:note|notice|hint|remark|text|warning|line|sentence|message|comment|part|section|explanation|description)"
TEXT = r"(?:page|site|text|article|letter|message|mail|e-?mail|notice|note|sign|window|dialog|form|screen|document|paper|program)"
NOTES = r"(?:notes?|notices?|hints?|remarks?|warnings?|comments?)"
PRESS = r"(?:press|click|click on|tap|tap on|push)"
SOME = r"(?:them|you|us|anyone|anybody|somebody)"
MAIL = r"(?:e-?mail|mail|message)"
IN_TEXT = r"(?:in|inside|within) (?:the|this) (?:text|article|story|page|paragraph|letter|message|sentence)"
DEEP = "deep|high|tall|wide|long|far|heavy|fast|warm|cold|old|big|large"
DEPTH = "depth|height|width|length|distance|weight|speed|temperature|age|size"
DELIVERY = r"(?:delivery|shipping|shipment|postage|express)"
WHOLE = r"(?:it|this|the (?:page|site|program|dialog|message|app|screen))"

WORDS = SecondWords(
    turns=(
        (r"what (?:is|does) (?:the )?(warning|error|error message|notice|message|alert|banner|hint) (?:shown |written |displayed )?(?:at|on|in|along) the (?:very )?(?:top|bottom|left|right|upper|lower)(?: edge| side| corner| bar)?(?: of .+)?(?: say)?", r"what does the \1 say"),
        (r"how many more (.+?) (?:do|can|may|will) (?:i|we) (?:still )?(?:have|get|make)(?: left)?", r"how many \1 are left"),
        (r"how (?:often|many (?:more )?times) (?:can|may|could) (?:i|we) (?:still |yet )?try(?: it)?(?: again)?", "how many attempts are left"),
        (r"whom? (?:do|should|can|must|could) (?:i|we) (?:call|ring|phone)(?: up)? (?:in case of|if there (?:is|are)|when there (?:is|are)|about|for|with) (?:any |a |an )?(.+)", r"what is the phone number for \1"),
        (rf"(?:what|how much) (?:is|are|does|do|did|will|would) (?P<whole>{ALL})(?: cost| come to| make| be)?(?: {TOGETHER})?|total (?:price|cost|amount|sum)|what (?:is|was) the (?:overall|full|whole|entire|final) (?:price|cost|amount|sum)", "how much is the total"),
        (r"which (\w+) (?:is|are) (\w+) and (\w+)", r"which \3 \1 is \2"), (r"which (\w+) (?:is|are) (\w+) and (\w+)", r"which \2 \1 is \3"),
        (r"(?:the )?(.+?) minus (?:the )?(.+?)(?: how much(?: is (?:it|that))?)", r"how much more is the \1 than the \2"),
        (rf"how (?:fast|quick|quickly|soon) (?:is|are|does|do|will|would) (?:the )?(?:(.+? )?({DELIVERY}))(?: arrive| take| go| come| be)?", r"how long does \1\2 take"),
        (rf"when (?:would|will) (?:the )?(?:(.+? )?({DELIVERY})) arrive", r"how long does \1\2 take"),
        (rf"what can i {PRESS}(?: here| now)?|(?:which|what) buttons? (?:can|could|may) i (?:{PRESS}|use|choose)(?: here| now)?", "which buttons are there"),
        (r"(?:which|what) (\w+) (?:can|could|may) (?:i|we) not (?:use|press|click|choose|select|change|push)|(?:which|what) (\w+) (?:can't|cannot|couldn't) (?:i|we) (?:use|press|click|choose|select|change|push)", r"which \1\2 is disabled"),
        (r"when (?:(?:can't|cannot) (?:i|we)|can (?:i|we) not) use (?:the )?(.+)", r"when is the \1 closed"),
        (r"what will (?:it|the weather) be like (on|in|at) (.+)", r"what is the weather \1 \2"), (r"how (?:warm|hot|cold) (?:is|was|will|does|did) it(?: get| be| become)?(?: outside| there| here)?", "what is the weather temperature"),
        (r"(?:at|on|in|during) (?:which|what) (?:times|hours|dates|days) (.+)", r"when \1"), (r"(?:the )?(\w+ [\w ]+?) times", r"when is \1"),
        (r"how many (?:people|persons|users) (?:have |has |had )?(like)d(?: it| this| the \w+)?", r"how many \1s are there"),
        (r"how many (?:people|persons|users|customers|guests) (?:have |has |had )?(\w+?)e?d(?: it| us| the \w+)?", r"how many \1ors are there"),
        (r"what do (?:i|we) owe (?:the )?(.+)", r"how much is the invoice from \1"),
        (rf"how (?:do|can) i (?:write|start|create|compose|begin) (?:a |an )?(?:new )?{MAIL}|where (?:do|can) i (?:press|click|go) to (?:write|start|create|compose|begin) (?:a |an )?(?:new )?{MAIL}", "how do i compose"),
        (r"where (?:do|can|must|should) i (?:press|click|tap|go) (?:to|for) (.+)", r"how do i \1"),
        (r"(?:via|through) (?:which|what) (?:(?:town|city|place|stop|station)s? )?(do|does) (?:the )?(.+?)(?: run| go| travel| lead| pass)?|which way (do|does) (?:the )?(.+?) (?:run|go|travel|lead)", r"via where \1\3 the \2\4 go"),
        (r"(?:which|what) (.+?) rate (?:is|does|do|has|have|applies|apply)(?: to| for| on)? (?!it$|this$|that$)(.+?)(?: have)?", r"what is the \1 on \2"),
        (rf"how (?:big|large) are {ALL_OF} {TOGETHER}|how many (?:[kmgt]b|\w+bytes) (?:is|are) {ALL_OF} {TOGETHER}", "what do the sizes add up to"),
        (rf"how heavy are {ALL_OF} {TOGETHER}", "what do the weights add up to"), (rf"how long are {ALL_OF} {TOGETHER}", "what do the durations add up to"),
        (r"how loud is (?:it|this|that|the sound|the music)", "what is the volume"), (r"how bright is (?:it|this|that|the screen|the display)", "what is the brightness"),
        (rf"how (?:high|low|large|big|strong|much) (?:is|are|was|were) (?:the )?(?P<label>{SCALAR})", r"what is the \1"),
        (r"what are the (\w+s) called|(?:what|which) (\w+s) (?:does|do|has|have) (?:it|this|the (?:page|window|program|form|dialog|app|site|screen))(?: have| got)?", r"which \1\2 are there"),
        (r"(?!(?:what|which|how) )(?:the )?(.+) (price|cost)", r"what is the price of the \1"), (r"what (?:would|will|does|do) (?:the )?(.+?) cost (?:me|us)", r"what does the \1 cost"),
        (r"(?:what|which) sections (?:are there|does .+ have)(?: .+)?", "which headings are there"),
        (r"(?:what|which) (page|tab|section|category|view|part) of (?:this|the) (?:window|dialog|form|program|app) (?:is (?:this|it)|am i (?:on|in)|are we (?:on|in))", r"which \1 is selected"),
        (r"how many (.+?) according to (?P<must>.+)|according to (?P<must2>.+?) how many (.+)", r"how many \1\4"),
        (r"(.+) per ?cent (.+)", r"\1 % \2"),
    ),
    number=r"how (?:many|much|high|low|large|big|strong|loud|bright|warm|hot|cold|fast|quick|quickly|soon|heavy|long|often)\b",
    asks=(
        ("about", rf"what does the (?:\w+ )?{NOTE} (?:about|on) (?:the )?(?P<x>.+?) say|what (?:does|do) (?:it|this|they|(?:the |this )?{TEXT}) say about (?:the )?(?P<x2>.+)|what is (?:the|said in the) {NOTE} (?:about|on) (?:the )?(?P<x3>.+)"
                  rf"|(?:is|are) there (?:a|an|any|some) {NOTES} (?:about|on) (?:the )?(?P<x4>.+)|what is (?:said|written|told) about (?:the )?(?P<x5>.+)"),
        ("named", r"(?:which|what) (?P<x>\w+) (?:is (?:this|it|that)|am i (?:on|in|at|reading|looking at|using)|are we (?:on|in|at))|(?:what is )?(?:the )?(?P<w>\w+)'s name|(?:what is )?(?:the )?name of (?:the|this) (?P<w2>\w+)|what is (?:the|this) (?P<w3>\w+) called"
                  r"|whose (?P<x5>\w+) (?:is|are) (?:this|it|that)|(?:which|what) (?:company|firm|organi[sz]ation|club|school|bank|shop)'s (?P<x6>\w+) is (?:this|it|that)"),
        ("lead", r"what is (?:this|the) (?:form|dialog|dialog box) (?:about|for)|what (?:does|do) the (?:form|dialog) say at the (?:very )?top|(?:what is )?(?:the )?(?:heading|title|headline) of (?:the|this) (?:form|dialog)|which heading does the (?:form|dialog) have"),
        ("depth", rf"how (?P<x>{DEEP}) (?:is|was|are|were) (?:it|that|this|(?:the )?(?P<of>\w+))|(?:what|which) (?:is|was) the (?P<x2>{DEPTH})|(?:what|which) (?P<x3>{DEPTH}) (?:did|does) (?:he|she|they) (?:say|give|tell)"
                  rf"|how many \w+ (?P<x4>{DEEP}) (?:is|was) (?:it|that|this|the (?P<of4>\w+))|how many \w+ (?:is|was) the (?P<x5>{DEPTH})"),
        ("code", rf"(?:{SEE} )?(?:the )?(?:error|failure|fault|status) code|(?:{SEE} )?(?:the )?code of (?:the|this) (?:error|failure|fault)|(?:which|what) (?:(?:error|fault) code (?:is|does|do|did) .+|code (?:is|was) (?:shown|given|displayed))"),
        ("link", rf"(?:what does the|read(?: me)? the) link(?: (?P<inside>{IN_TEXT}))?(?: say| called)?|what is (?:the )?link (?P<inside2>{IN_TEXT})(?: called)?|(?:which|what) links? (?:is|are) (?:there )?(?P<inside3>{IN_TEXT})|(?:which|what) (?:words?|part) (?:is|are) (?:a|the) link"),
        ("quote", r"(?:what does|what is|read(?: me)?) (?:the )?(?:quote|quotation|pull quote|block ?quote)(?: say)?"),
        ("field", r"(?:what (?:does|do|did|would|will) )(?:the |a |an )?(?P<x>.+?) cost|(?:what is )?(?:the )?(?P<k>\w+) of (?:the |a |an )?(?P<x2>.+)|how much (?:is|are|does|do) (?:the |a |an )?(?P<x3>.+?)(?: cost)?|how many (?P<k2>\w+) (?:is|are|does|do) (?:the |a |an )?(?P<x4>.+?)(?: cost| have)?"),
        ("when_said", r"(?:when|at what time|what time) did (?P<x>\w+(?: \w+)?) (?:write|say|tell|mention|talk|(?P<asked>ask))(?: something)? (?:about |that |of )?(?:the )?(?P<y>.+)"),
        ("keys", r"(?:which|what) (?:keys?|shortcuts?|key combinations?) (?!(?:is|are|was|were|has|have) )(?P<x>\w+s? .+)|how (?:do|can) (?:i|we) (?P<x2>.+)"),
        ("failed", r"what (?:has )?failed(?: here)?|what did(?: not|n't) work|what (?:does|did) not work|what went wrong here"),
        ("suggested", rf"what (?:does|do) (?:they|{WHOLE}) (?:suggest|recommend|advise|propose)(?: me)?(?: to (?:do|try)| i (?:do|try))?|what are the (?:suggestions|tips|recommendations)|what is (?:the )?first (?:thing to try|suggestion|tip|recommendation)"),
        ("contact", rf"how (?:do|can|could) (?:i|we) (?:contact|reach|get hold of|get in touch with|speak to|talk to|call) (?:the )?(?P<x>.+?) (?P<phone>by phone|by telephone|on the phone|over the phone)|how (?:do|can|could) (?:i|we) (?:contact|reach|get in touch with|write to) (?:the )?(?P<x2>.+?) (?P<mail>by e?-?mail)"
                    rf"|how (?:do|can|could) (?:i|we) (?:contact|reach|get in touch with) {SOME}|(?:what (?:is|are) )?(?:the )?contact (?:address|details?|information)|(?:where|to whom|to which address|to what address) (?:do|can|should|could) (?:i|we) (?P<mail2>write)(?: to)?(?: {SOME})?"
                    r"|(?:which|what) number (?:do|should|can|must) (?:i|we) (?P<phone2>call|ring|dial|phone)(?: for help)?"),
        ("needed", r"what (?:does|do|did) (?P<x>\w+) (?P<v>need|want|bring)(?: .+)?|what (?:is|are|was|were) (?P<v2>needed|wanted|required)|what (?:does|did) (?P<x2>\w+) say (?:they|he|she|we) (?P<v4>need|want|bring)"),
    ),
    papers=frozenset(("newspaper", "paper", "magazine", "site", "website", "blog", "journal")),
    wholes=frozenset(("portal", "shop", "store", "company", "club", "school", "service", "app", "bank", "library", "hotel", "museum", "society", "university", "hospital", "board", "station")),
    not_name=r"(?i)(?:back|open|visit|close|update|rate|contact|about|change|select|choose|delete|add|find|my|your|our|new|other|another|all|any|more|log|sign|go|leave|create|join|switch|manage|edit|remove|download|install|search|browse|see|show|view|share|report|send|ask|call|enter|pay\w*|transfer|invoice|from|to|at|in|on|for|with|i|we|he|she|they|it|a|an|this|that|no|not|welcome|recommend\w*|nearest|next|previous|use|try|get|buy|order)\b",
    money=r"\b(?:costs?|price|pay|owe)\b|\bhow much (?:is|are|will|would) (?:it all|everything|they all|all|the whole)\b",
    share=r"\brate (?:is|does|do|has|have|applies|apply)\b",
    signs={"percent": "%", "star": "*", "stars": "*", "asterisk": "*"},
    asked_for=r"(?i)\basked (?:(?:him|her|them|me|us|for|about|what|how) )*(?:the )?(?P<x>\w+)|\bhow (?P<x2>\w+) (?:is|was|are|were) (?:it|that|the \w+)\?",
    measures={"deep": "far", "high": "far", "tall": "far", "wide": "far", "far": "far", "depth": "far", "height": "far", "width": "far", "length": "far", "distance": "far", "long": "long", "heavy": "heavy", "weight": "heavy",
              "fast": "fast", "speed": "fast", "warm": "warm", "cold": "warm", "temperature": "warm", "old": "old", "age": "old", "big": "big", "large": "big", "size": "big"},
    anybody=frozenset(("they", "we", "he", "she", "you", "somebody", "someone", "people", "everyone")),
    first_person=r"(?i)\b(?:i|we|i'm|i'd|i'll|we'll)\b",
    price=frozenset(("price", "cost", "cents", "cent", "euros", "euro", "dollars", "amount")),
    failed=r"(?i)\b(?:fail\w*|could not|couldn't|(?:cannot|can't) (?:be (?:reached|opened|loaded|saved|found|read|sent|shown|displayed|started)|reach|open|load|save|find|read|connect|send|show|start)|unable|refused|denied|not found|no such|invalid|wrong|errors?)\b",
    suggest=frozenset(("try", "suggestion", "suggestions", "tip", "tips", "recommendation", "recommendations")),
    own=r"(?i)\b(?:your|my|to:|sent to|(?:signed|logged) in|account|user(?: ?name)?|login|no longer|used to|(?:switched|turned) off|closed)(?!\w)",
    does=r"\b(?:does|did)\b",
    past="break broke|hold held|light lit|mean meant|ring rang|say said|spin spun|stick stuck|strike struck|swing swung|tear tore|wake woke",
)  # fmt: skip
