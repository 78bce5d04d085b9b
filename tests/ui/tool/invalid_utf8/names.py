# Names of places
city = "Zürich"
