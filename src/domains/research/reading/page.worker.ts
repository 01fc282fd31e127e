import { answerTasks } from '#platform/threads/thread-script';
import { readPage } from './read-page.js';

answerTasks(readPage);
