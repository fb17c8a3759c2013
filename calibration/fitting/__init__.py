"""What is fitted one by one: England's levels to its targets, councils' spread to their counts."""
