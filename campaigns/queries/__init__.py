from campaigns.queries.boards import Column, board, with_counts
from campaigns.queries.desk import desk_queue
from campaigns.queries.entries import Entry, Queue
from campaigns.queries.outside import talent_todo, waiting_for_client
from campaigns.queries.projects import Project, my_applications, open_projects, possible_projects

__all__ = [
    "Column",
    "Entry",
    "Project",
    "Queue",
    "board",
    "desk_queue",
    "my_applications",
    "open_projects",
    "possible_projects",
    "talent_todo",
    "waiting_for_client",
    "with_counts",
]
