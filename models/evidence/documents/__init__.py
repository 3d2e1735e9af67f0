"""What a page looks like to a reader: its headings, from pixels alone, for pictures and scans of documents."""
