"""Résumés of people who don't exist."""

from typing import Any

ADA: dict[str, Any] = {
    "basics": {
        "name": "Ada Sørensen",
        "label": "Backend engineer",
        "email": "ada@example.org",
        "url": "https://ada.example.org",
        "summary": "Builds services that stay up.",
        "location": {"city": "Aarhus", "countryCode": "DK"},
    },
    "work": [
        {
            "name": "Harbour Systems",
            "position": "Engineer",
            "startDate": "2021-03",
            "highlights": ["Cut the latency of the booking API by half.", "Mentored four colleagues."],
        }
    ],
    "education": [
        {"institution": "Aarhus University", "area": "Computer science", "studyType": "MSc", "endDate": "2020"}
    ],
    "skills": [{"name": "Languages", "keywords": ["Python", "Rust"]}],
}

JSON_RESUME: dict[str, Any] = {"json_resume": ADA}

RESUME_DATA: dict[str, Any] = {
    "resume_data": {
        "contact": {"name": "Bo Lind", "email": "bo@example.org", "location": {"city": "Lund", "country": "Sweden"}},
        "professional_summary": {"base": "An engineer.", "variants": {"backend": "An engineer of backends."}},
        "skills": {"programming_languages": ["Python", "Go"], "frontend": ["CSS"], "backend": ["PostgreSQL"]},
        "experience": [
            {
                "company": "Fjord",
                "title": "Engineer",
                "start_date": "2019-01",
                "end_date": None,
                "bullets": ["Designed the API.", "Painted the office.", "Wrote the server."],
            }
        ],
    }
}

RENDERCV: dict[str, Any] = {
    "rendercv": {
        "cv": {
            "name": "Cy Ortega",
            "email": "cy@example.org",
            "sections": {"Summary": ["Writes **bold** things."], "Skills": [{"label": "Tools", "details": "Git"}]},
        }
    }
}
