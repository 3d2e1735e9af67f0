"""What the welcome says, one file a language: `WORDS` by step (`assistant.first_run`), `REPLIES` to what one does."""
