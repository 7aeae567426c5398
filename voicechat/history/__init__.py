"""What can be made of past conversations: context for further ones, and documents."""
