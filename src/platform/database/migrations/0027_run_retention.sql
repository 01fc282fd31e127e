-- Runs of agents that have ended are forgotten after a time, the oldest first; their steps go with them.

create index agent_runs_ended on agent_runs (finished_at);
