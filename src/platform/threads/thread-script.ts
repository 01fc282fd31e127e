import { parentPort } from 'node:worker_threads';

/** What a thread says: that it has loaded its script, then something for each task. */
export type ThreadAnswer<Result> =
  { readonly loaded: true } | { readonly result: Result } | { readonly failure: string };

/** What the script of a thread of a `ThreadPool` calls, once, when it has loaded: each task is answered by `work`. */
export function answerTasks<Task, Result>(work: (task: Task) => Result | Promise<Result>): void {
  const answer = async (task: Task): Promise<ThreadAnswer<Result>> => {
    try {
      return { result: await work(task) };
    } catch (error) {
      return { failure: error instanceof Error ? (error.stack ?? error.message) : String(error) };
    }
  };
  const tell = (told: ThreadAnswer<Result>): void => parentPort?.postMessage(told);
  parentPort?.on('message', (task: Task) => void answer(task).then(tell));
  tell({ loaded: true });
}
