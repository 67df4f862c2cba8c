"""What Attune knows about the person: finding the preferences that matter now."""
