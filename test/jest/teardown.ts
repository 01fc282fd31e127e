import { endAll } from '../support/endings.js';

/** Where Jest runs the tests in its own process. */
export default endAll;
