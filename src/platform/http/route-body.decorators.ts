import { routeConfig } from './route-config.js';

/** The route reads its body as a stream of one of these media types; nothing is buffered or parsed. */
export const StreamsBody = (...mediaTypes: string[]) => routeConfig({ streams: mediaTypes });

/** The route also reads `application/x-www-form-urlencoded`. */
export const AcceptsForm = () => routeConfig({ form: true });

/** The route reads so many mebibytes; others read one. */
export const LongestBody = (mebibytes: number) => routeConfig({ longest: mebibytes * 1024 * 1024 });

/** The route also gets the text of its JSON body as it came (`bodyTextOf`), for whoever checks a signature over it. */
export const KeepsBodyText = () => routeConfig({ keepsText: true });
