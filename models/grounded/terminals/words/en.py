"""Terminals, program text and settings in English."""

# ruff: noqa: E501 - a table reads better unwrapped

from __future__ import annotations

from models.grounded.terminals.words import TerminalWords

THE = r"(?:the |this |that |my )?"
DID = r"(?:made|wrote|did|committed|authored|created|changed|pushed|added|fixed|introduced)"
EDITED = r"(?: open(?:ed)?| shown| being edited| edited| loaded)"
HERE = r"(?: here| listed| shown| there| in (?:the|this) (?:folder|directory|listing|list))?"
SIZED = r"(?:big|large|long)"

WORDS = TerminalWords(
    asks=(
        ("commit_who", rf"(?:who|which (?:person|author|developer)) {DID} (?:the )?(?P<x>(?:last|latest|newest|most recent|first|oldest|earliest) (?:commit|change))"),
        ("commit_who", r"(?:by whom|by who|from whom|whose) (?:is|was) (?:the )?(?P<x>.*?(?:commit|change))(?: (?:about|for|with|on|of|that) (?P<x2>.+))?|(?:by whom|by who) was (?:the )?(?P<x3>.+?) (?:committed|changed|made|written)"),
        ("commit_who", r"whose (?:commit|change) (?:is|was) (?:the )?(?:commit )?(?P<x>.+)|(?:who is |what is |name )?(?:the )?author of (?:the )?(?P<x2>.*commit.*)"),
        ("commit_who", rf"who {DID} (?:the )?(?:commit |change )?(?:about |for |with |on |of |that )?(?:the )?(?P<x>.+)"),
        ("commit_when", r"(?:when|on (?:which|what) (?:day|date)|(?:which|what) (?:day|date)|at what time) (?:did|has|was|were|is) (?:the )?(?P<x>.+?) (?:commit|committed|made|pushed)(?: (?:it|that|this|last))?"),
        ("commit_when", r"(?:from when|when|of (?:which|what) (?:day|date)) (?:is|was) (?:the )?(?P<x>.*?commit.*?)(?: from)?|(?:what is )?(?:the )?(?:date|day|time) of (?:the )?(?P<x2>.*commit.*)"),
        ("commit_what", r"what (?:did|has) (?P<x>.+?) commit(?:ted)?(?: last)?|(?:which|what) commits? (?:is|are|was|were) (?:by|from|of) (?P<x2>.+)|what (?:is|was) (?:the )?(?P<x3>.*commit.*?)(?: about| message| say| called| for)|(?:what is |read )?(?:the )?(?:subject|message|title) of (?:the )?(?P<x4>.*commit.*)"),
        ("commit_what", r"what (?:is|was) (?:the )?(?P<x>(?:last|latest|newest|most recent|first|oldest) commit)|read (?:the )?(?P<x2>(?:last|latest|newest|most recent|first|oldest) commit)"),
        ("commit_hash", r"(?:what is |read )?(?:the )?(?:hash|id|identifier|number|sha) of (?:the )?(?P<x>.*commit.*)|(?:which|what) (?:hash|id|number) (?:has|does) (?:the )?(?P<x2>.*commit.*?)(?: have)?"),
        ("commit_count", r"(?:how many commits|count the commits|number of commits)(?: (?:are there|are (?:shown|listed|here|seen|in view)|do you see|can you see|is that))?(?: here| in (?:the|this) (?:log|list|history))?|how many commits (?:did|does|has|were made by|are (?:by|from)|by) (?P<x>.+?)(?: (?:make|made|have|do))?"),
        ("commit_mail", r"(?:what is |read )?(?:the )?(?:author|committer)(?:'s)? (?:e-?mail|mail)(?: address)?|(?:what|which) (?:e-?mail |mail )?address (?:has|does) (?:the )?(?P<x>.+?)(?: have| use)?|(?:what is )?(?:the )?(?:e-?mail|mail)(?: address)? of (?:the )?(?P<x2>.+)"),
        ("added", r"how many (?:lines? )?(?:were|was|are|have been|got) (?P<k>added|inserted|removed|deleted) (?:to|in|into|from|by) (?:the )?(?:file )?(?P<x>.+)|how many (?P<k2>additions|insertions|added lines|deletions|removals|removed lines|deleted lines) (?:are (?:there )?|were (?:there )?|does |has )?(?:in|to|from|for|of)? ?(?:the )?(?:file )?(?P<x2>\S+?\.\S+)(?: have| has)?|how many (?:new )?lines did (?P<x3>\S+\.\S+) (?P<k3>get|gain|lose)"),
        ("size", rf"how {SIZED} (?:is|are|was) (?:the )?(?:file |folder )?(?P<x>\S+)|(?:what is )?(?:the )?(?:file )?size (?:of|for) (?:the )?(?:file )?(?P<x2>\S+)|how many (?:bytes|kilobytes|megabytes|kb|mb) (?:does|has|is|are) (?:the )?(?:file )?(?P<x3>\S+?)(?: have| take(?: up)?| big| large)?|(?:which|what) size (?:has|does|is) (?:the )?(?P<x4>\S+?)(?: have)?"),
        ("changed", r"(?:when|on (?:which|what) (?:day|date)) (?:was|is) (?:the )?(?:file |folder )?(?P<x>\S+) (?:last )?(?:changed|modified|edited|saved|written|made|created)(?: last)?|(?:what is )?(?:the )?(?:date|modification date|time) of (?:the )?(?:file |folder )?(?P<x2>\S+)|from when is (?:the )?(?:file |folder )?(?P<x3>\S+)|(?:which|what) date (?:has|does) (?P<x4>\S+?)(?: have)?"),
        ("owner", r"(?:who owns|who is (?:the )?owner of|to whom belongs|whose (?:file|folder) is) (?:the )?(?:file |folder )?(?P<x>\S+)|(?:what is )?(?:the )?owner of (?:the )?(?:file |folder )?(?P<x2>\S+)|to whom does (?:the )?(?:file |folder )?(?P<x3>\S+) belong"),
        ("best", rf"(?:which|what)(?: (?:is|of))?(?: the)? (?P<x>files?|folders?|directory|directories|entry|entries) (?:is|are|has) (?:the )?(?P<k>biggest|largest|smallest|newest|oldest|most bytes|fewest bytes|most recent|latest)(?: one)?{HERE}|(?:which|what) (?:is|was) (?:the )?(?P<k2>biggest|largest|smallest|newest|oldest|most recent|latest) (?P<x2>file|folder|directory|entry){HERE}"),
        ("listed", rf"(?:is|are) there (?:a|an|any|the) (?P<k>folder|directory|file)(?: (?:called|named))? (?P<x>\S+){HERE}|(?:is|are) there (?:a|an|the) (?P<x2>\S+) (?P<k2>folder|directory|file){HERE}|does it list (?:a |the )?(?P<x3>\S+)|(?:do|can) you see (?:a|the|any) (?P<k4>folder|directory|file)(?: (?:called|named))? (?P<x4>\S+){HERE}|is (?:the (?:file |folder )?)?(?P<x5>\S+) (?:there|listed|in the (?:list|listing|folder|directory))"),
        ("entries", rf"how many (?P<k>files|folders|directories|entries)(?: (?:are|do you see|can you see|does it list))?(?: there)?{HERE}"),
        ("which_command", r"(?:what was|what is|read|which was) (?:the |my )?(?P<x>\S+) command|what did i (?P<x2>\S+)|(?:which|what) command (?:did i (?:use|run|type|enter|give) to|do i (?:use|run) to|was (?:used|run) to|have i used to) (?P<x3>.+)|(?:which|what) command (?P<x4>[a-z]+ed (?:for )?.+)|what was (?P<x5>[a-z]+ed)(?: for)?|what did i (?P<x6>[a-z]+) for"),
        ("why_failed", r"why did (?:the |my )?(?:last |latest )?(?:command|program|script|call)(?: (?P<x>\S+))? fail|why has (?:the |my )?(?:last )?command failed|what (?:is|was) wrong with the last command"),
        ("prompt", r"what does the prompt say|read the prompt|what is the prompt|what stands at the prompt"),
        ("folder", r"where am i in the file ?system|(?:which|what) (?:project )?(?:folder|directory|path)(?: is (?:it|this|that)| am i in| is open| is the current one| are we in)|what path am i in"),
        ("printed", r"(?:what|which) (?:amount|number|value|sum|result|text|line|word|error|message|answer)s? (?:did|does|has) (?:the )?(?P<x>.+?) (?:print|output|give|return|show|printed|say)"),
        ("file", rf"(?:which|what) (?:file|document|buffer) (?:is{EDITED}|am i (?:in|editing|looking at|viewing|reading|working on)|is (?:this|it|that)|do i have open|do i edit|are we in)(?: (?:here|now|in the editor|in the program))?|what is (?:the|this) (?:{EDITED.strip('(?: )')} )?(?:file|document) called|(?:what is )?(?:the )?(?:file ?name|name of (?:the|this) (?:open |edited )?(?:file|document))(?: that is open)?"),
        ("program", r"(?:what|which) (?:(?P<k>editor)|program|programme|application|app|software|tool) (?:is (?:this|it|that|open|running|used|being used|shown)|am i (?:in|using)|is (?:it|this) running|do i use|do i have open)(?: here| now)?|what is (?:the|this) (?:(?P<k2>editor)|program|application|app) called|(?:what is )?(?:the )?name of (?:the|this) (?:(?P<k3>editor)|program|app)"),
        ("comment", r"(?:what (?:does|do|is|are|says?)|read|tell me)(?: me)? (?:the |this |all )?comments?(?: (?:say|tell|read|about))*(?: (?:about |on )?(?:the )?(?P<x>.+))?|what (?:is|stands) in the comments?|what (?:is|was) (?:commented|said in the comments?)"),
        ("comments", r"how many comments(?: are)?(?: there| in (?:the|this) (?:file|code))?|(?:is|are) there (?:a|any) comments?(?: in (?:the|this) (?:file|code))?"),
        ("sections", r"(?:how many|count(?: all)? the|what is the number of|number of) (?:sections|groups|headings|blocks)(?: (?:of settings|in (?:square )?brackets|does the (?:file|configuration) have|has the file|in the (?:file|configuration)|are there|are in the (?:file|configuration)|are here|do you see))*|(?:which|what|list the|name the|read the) (?:sections|groups)(?: (?:of settings|are there|are in the file|does the file have|do you see))*|what are the sections(?: called)?"),
        ("in_section", r"(?:which|what) (?:settings?|keys?|options?|entries|values?) (?:are|is|stands?) (?:there )?(?:in|under) (?:the )?(?:section )?(?P<x>.+?)(?: section)?|what (?:is|stands) (?:in|under) (?:the )?(?:section (?P<x2>.+)|(?P<x3>.+) section)|read (?:the )?(?:section (?P<x4>.+)|(?P<x5>.+) section)"),
        ("code_lines", r"how many (?:code |numbered )?lines(?: of (?:code|text))?(?: (?:does (?:the|this) (?:file|code|program|script) have|has (?:the|this) (?:file|code)|are there(?: in (?:the|this) (?:file|code))?|are numbered|is (?:the|this) (?:file|code)(?: long)?|are in (?:the|this) (?:file|code)|long is (?:the|this) (?:file|code)))?|what is the number of the last line|(?:what|which) number (?:has|does) the last line(?: have)?|what is the last line number"),
        ("functions", r"how many (?P<k>functions|classes|methods)(?: (?:are|does))?(?: (?:there|defined|the (?:file|code) (?:have|define)|it (?:have|define)))*(?: here| in (?:the|this) (?:file|code))?"),
        ("port", r"(?:on |at )?(?:what|which) port(?: number)?(?: (?:is|does|do|was))? ?(?:it|this|that|used|open|listen(?:s|ing|ed)?|(?:the )?(?P<x>[\w -]+?))??(?: (?:listen(?:s|ing)?|runs?|running|is|use[sd]?|open|set|reached))*(?: (?:on|at|to))?|(?:what is )?the (?:(?P<x2>[\w -]+) )?port(?: number)?(?: of (?:the )?(?P<x3>.+))?|(?:the )?(?P<x4>\S+) listens on (?:what|which) port"),
        ("most", r"how many (?P<x>[\w ]+?) (?:are|is) (?:allowed|permitted|possible|accepted|supported|there at most)(?: at (?:most|once|the same time))?|(?:what is )?(?:the )?(?:maximum|largest|highest|most)(?: allowed)?(?: number| amount)? of (?P<x2>[\w ]+)|how many (?P<x3>[\w ]+?) at most|up to how many (?P<x4>[\w ]+?)(?: are allowed)?"),
        ("number", r"how (?:big|large|high|small) (?:is|are) (?:the )?(?P<x>[\w ]+)"),
        ("is_set", r"is (?:the )?(?P<x>[\w. ]+?) (?:set to |equal to )?(?P<k>true|false|on|off|yes|no|enabled|disabled|active|activated|\d[\w.]*)"),
    ),
    newest=frozenset(("last", "latest", "newest", "most recent")),
    oldest=frozenset(("first", "oldest", "earliest")),
    best={"biggest": "size >", "largest": "size >", "most bytes": "size >", "smallest": "size <", "fewest bytes": "size <",
          "newest": "date >", "latest": "date >", "most recent": "date >", "oldest": "date <"},
    folder=frozenset(("folder", "folders", "directory", "directories")),
    deeds={
        "search": "grep egrep fgrep rg ag ack find fd locate", "grep": "grep egrep fgrep", "look": "grep rg find fd locate", "find": "find grep fd locate", "copy": "cp scp rsync copy",
        "move": "mv move", "rename": "mv ren rename", "delete": "rm del rmdir", "remove": "rm del rmdir", "list": "ls ll dir tree", "download": "curl wget",
        "install": "apt apt-get pip pip3 npm brew dnf yum cargo", "connect": "ssh telnet nc mosh", "open": "vim vi nano less emacs xdg-open", "edit": "vim vi nano emacs", "show": "cat less more head tail bat",
        "print": "cat echo head tail", "compile": "gcc cc clang make cargo javac", "build": "make cargo gcc ninja cmake npm", "commit": "git", "clone": "git", "count": "wc", "compare": "diff cmp", "unpack": "tar unzip gunzip",
        "create": "touch mkdir",
    },
    most=r"max|maximum|limit|upper",
    whole=frozenset(("server", "service", "program", "application", "app", "it", "number", "used", "listen", "listening", "connection")),
    true=frozenset(("true", "on", "yes", "enabled", "active", "activated", "1")),
    false=frozenset(("false", "off", "no", "disabled", "0")),
    say={
        "port": "Port {port}: {text}", "added": "{count} added: {text}", "removed": "{count} removed: {text}",
        "yes": "Yes: {text}", "no": "No: {text}", "count": "{count}: {names}.", "lines": "{count} lines.",
    },
)  # fmt: skip
