"""Follow-up: a message to everyone I met, drafted from my notes, as files that I read and send myself."""
