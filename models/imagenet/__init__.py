"""What a picture shows as a whole, by the thousand classes of ImageNet, and what it looks like, as numbers."""
