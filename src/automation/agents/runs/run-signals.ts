/** The run waits for a person; whoever works on it lets go. */
export class WaitsForApproval extends Error {
  constructor() {
    super('The run waits for approval.');
  }
}

/** Another worker has taken the run: this one writes nothing more. */
export class RunLost extends Error {
  constructor() {
    super('The run belongs to another worker.');
  }
}

/** The process is told to stop: the run is given back. */
export class RunHandedBack extends Error {
  constructor() {
    super('The run is given back, because the process stops.');
  }
}
