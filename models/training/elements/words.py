"""Words for rendered pages: short labels as programs have them, and running text."""

# ruff: noqa: E501 - markup and tables read better unwrapped; the dice are no secret

from __future__ import annotations

LABELS = (
    "Save", "Cancel", "OK", "Apply", "Close", "Open file", "Print", "Send", "Next", "Back", "Sign in", "Log out", "Search",
    "Add to cart", "Delete", "Edit", "Share", "Download", "Upload", "Settings", "Help", "Refresh", "Copy", "Paste", "Undo",
    "Name", "First name", "Email", "Phone number", "Street", "City", "Country", "Postcode", "Company", "Date of birth",
    "Comment", "Title", "Amount", "Card number", "User name", "Remember me", "Wrap lines", "Show hidden files",
    "Receive newsletter", "Dark mode", "Auto save", "Bold", "Italic", "Bluetooth", "Wi-Fi", "Notifications", "Location",
    "Daily", "Weekly", "Monthly", "Small", "Medium", "Large", "Left", "Centre", "Right", "Volume", "Brightness", "Speed",
    "Contrast", "Downloading", "Uploading", "Installing", "Battery", "Memory", "General", "Account", "Privacy", "Display",
    "Sound", "Network", "Overview", "Details", "History", "Inbox", "Sent", "Drafts", "Archive", "Trash", "Reports",
    "Line numbers", "Spell check", "Use proxy", "Enable logging", "Start at login", "Repeat", "Shuffle", "Mute",
    "保存", "取消", "确定", "打开", "姓名", "电子邮件", "密码", "设置", "自动保存", "显示隐藏文件", "音量", "亮度", "下载",
    "Speichern", "Abbrechen", "Einstellungen", "Größe", "Zeilen umbrechen",
)  # fmt: skip
VALUES = (
    "", "", "", "Anna Berger", "anna@example.org", "12 Harbour Road", "Lisbon", "34.90", "2026-03-14", "Hello",
    "report-final.pdf", "https://example.org/login", "+44 20 7946 0018", "北京", "100", "••••••••", "Meeting at ten",
)  # fmt: skip
TEXT = (
    "The boat leaves from pier four at half past nine and comes back before the evening tide.",
    "Please check the numbers in the second table before you send the report to the office in Lisbon.",
    "New members get a key card at the front desk; bring a photo and the letter that we sent you.",
    "Heat the oven to 200 degrees, mix flour, butter and sugar, and bake the crumble for forty minutes.",
    "Version 3.2 reads larger files, opens them faster and no longer forgets the last folder.",
    "会议改到星期四上午十点，地点在三楼的小会议室，请带上报告。",
    "All trains between Utrecht and Arnhem run fifteen minutes late because of works on the line.",
)
CODE = (
    "def area(w, h):\n    if w < 0 or h < 0:\n        raise ValueError('negative')\n    return w * h",
    "$ ls -l\ntotal 24\n-rw-r--r-- 1 ann ann 1204 Mar  3 notes.txt\n[x] done  [ ] open  (o) one  O 0 o",
    "┌──────────┬────────┐\n│ Name     │ Size   │\n├──────────┼────────┤\n│ cat.png  │ 12 kB  │\n└──────────┴────────┘",
    "for (let i = 0; i < n; i++) {\n  total += items[i].price;\n}\nconsole.log(`total ${total}`);",
)
SIGNS = tuple("☐ ☑ ○ ● □ ■ ◯ ◉ ▢ ✓ ✔ ✕ ★ ☆ ① ② ③ ❶ ❷ © ® ∅ ⊙ ⊕ ▶ ⏸ 😀 🎉 ⚠️ ✅ ❌ 🔵 ⚪ 🟩".split())  # noqa: SIM905
