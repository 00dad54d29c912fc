"""Large cities that no time zone is called after, by the zone that their clocks keep.

The IANA database names each zone after one city, so whoever lives in Munich would not find theirs.
These are cities that people are likely to type, in English and in their own language; all others
are found by their country or an offset.
"""

CITIES = {
    "Europe/Berlin": "München Munich Hamburg Köln Cologne Frankfurt Stuttgart Düsseldorf Leipzig"
    " Dortmund Essen Bremen Dresden Hannover Hanover Nürnberg Nuremberg Duisburg Bochum Bonn"
    " Münster Karlsruhe Mannheim Augsburg Wiesbaden Kiel Freiburg Mainz Heidelberg Potsdam",
    "Europe/Vienna": "Wien Graz Linz Salzburg Innsbruck Klagenfurt Bregenz",
    "Europe/Zurich": "Zürich Genf Geneva Genève Basel Bern Lausanne Luzern Winterthur",
    "Europe/London": "Manchester Birmingham Liverpool Leeds Edinburgh Glasgow Bristol Cardiff",
    "Europe/Paris": "Lyon Marseille Toulouse Nice Bordeaux Lille Strasbourg",
    "Europe/Madrid": "Barcelona Valencia Sevilla Seville Bilbao",
    "Europe/Rome": "Roma Milano Milan Mailand Napoli Naples Torino Turin Firenze Florence",
    "Europe/Amsterdam": "Rotterdam Utrecht Eindhoven",
    "Europe/Brussels": "Antwerpen Antwerp Gent Ghent",
    "Europe/Warsaw": "Warszawa Kraków Krakow Gdańsk Wrocław",
    "Europe/Istanbul": "Ankara Izmir",
    "Europe/Moscow": "Petersburg",
    "America/New_York": "Boston Washington Miami Atlanta Philadelphia Charlotte",
    "America/Chicago": "Houston Dallas Austin Minneapolis Nashville",
    "America/Los_Angeles": "Seattle Portland Sacramento",
    "America/Toronto": "Montreal Montréal Ottawa",
    "America/Sao_Paulo": "Brasília Brasilia Curitiba",
    "Asia/Kolkata": "Mumbai Bombay Delhi Bangalore Bengaluru Chennai Hyderabad Pune",
    "Asia/Shanghai": "Beijing Peking Shenzhen Guangzhou Chengdu",
    "Asia/Tokyo": "Osaka Kyoto Nagoya Yokohama",
    "Asia/Ho_Chi_Minh": "Hanoi",
    "Asia/Jerusalem": "Haifa",
    "Australia/Sydney": "Canberra",
    "Africa/Johannesburg": "Durban Pretoria",
    "Africa/Lagos": "Abuja",
}
"""Names of one word, by zone."""

LONGER = {
    "America/Los_Angeles": ("San Francisco", "San Diego", "Las Vegas", "San Jose"),
    "America/New_York": ("Washington DC",),
    "America/Sao_Paulo": ("Rio de Janeiro",),
    "Asia/Kolkata": ("New Delhi",),
    "Asia/Jerusalem": ("Tel Aviv",),
    "Asia/Dubai": ("Abu Dhabi",),
    "Africa/Johannesburg": ("Cape Town",),
    "Europe/Berlin": ("Frankfurt am Main",),
    "Europe/Moscow": ("Saint Petersburg", "St Petersburg"),
    "Europe/Amsterdam": ("Den Haag", "The Hague"),
}
"""Names of several words, by zone."""
