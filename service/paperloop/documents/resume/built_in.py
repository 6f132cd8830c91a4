"""The variants that every résumé has."""

from typing import Final

from paperloop.documents.resume.model import Variant

BUILT_IN: Final = (
    Variant(
        name="v1.0.0-base",
        title="Base",
        description="A bit of everything: all sides of development, four bullets for each job.",
        summary_key="base",
        skill_sections=("programming_languages", "frontend", "backend", "cloud_devops", "databases"),
        project_categories=("fullstack", "backend"),
        max_bullets=4,
    ),
    Variant(
        name="v1.1.0-backend",
        title="Backend",
        description="Servers, interfaces and data; bullets about scale and infrastructure first.",
        summary_key="backend",
        skill_sections=("programming_languages", "backend", "cloud_devops", "databases", "ai_ml"),
        project_categories=("backend", "devops"),
        max_bullets=5,
        emphasize_keywords=("backend", "api", "scalability", "infrastructure", "server"),
    ),
    Variant(
        name="v1.2.0-ml_ai",
        title="Machine learning and AI",
        description="Models and the data they live on.",
        summary_key="ml_ai",
        skill_sections=("programming_languages", "ai_ml", "cloud_devops", "databases"),
        project_categories=("ai_ml", "backend"),
        max_bullets=5,
        emphasize_keywords=("ai", "ml", "machine learning", "llm", "pytorch", "neural", "model"),
    ),
    Variant(
        name="v1.3.0-fullstack",
        title="Full stack",
        description="From the page to the database.",
        summary_key="fullstack",
        skill_sections=("programming_languages", "frontend", "backend", "cloud_devops", "databases"),
        project_categories=("fullstack", "backend"),
        max_bullets=4,
        emphasize_keywords=("fullstack", "react", "frontend", "web", "application", "ui"),
    ),
    Variant(
        name="v1.4.0-devops",
        title="DevOps",
        description="Clouds, deployment and what keeps services up.",
        summary_key="devops",
        skill_sections=("cloud_devops", "programming_languages", "backend", "development_tools"),
        project_categories=("devops", "backend"),
        max_bullets=5,
        emphasize_keywords=("devops", "infrastructure", "aws", "kubernetes", "cicd", "deployment", "scalable"),
    ),
    Variant(
        name="v1.5.0-leadership",
        title="Leadership",
        description="Teams that were led and decisions that were made.",
        summary_key="leadership",
        skill_sections=("programming_languages", "cloud_devops", "backend", "development_tools"),
        project_categories=("backend", "devops"),
        max_bullets=5,
        emphasize_keywords=("led", "orchestrated", "spearheaded", "mentored", "architected", "managed", "principal"),
    ),
)
