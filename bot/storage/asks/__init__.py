"""What a store is asked, by who asks."""
