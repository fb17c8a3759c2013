"""Nouns: young people, families, carers and services, and how a council's population is made.

- `agents.young_person`, `agents.family`, `agents.carer`, `agents.service_site`,
  `agents.enrolment`: one view of a row each
- `agents.views`, `agents.agent_set`, `agents.words`: how views read, gather and speak
- `agents.schema`, `agents.codes`, `agents.population`: the columns, their codes, the tables
- `agents.synthesis.synthesise`: a population from a council's published figures

Nothing is imported here: views need Mesa, which takes a second to load; the engine does not.
"""
