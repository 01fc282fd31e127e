import { RouteConfig } from '@nestjs/platform-fastify';

/** The route reads its body as a stream of one of these media types; nothing is buffered or parsed. */
export const StreamsBody = (...mediaTypes: string[]) => RouteConfig({ streams: mediaTypes });

/** The route also reads `application/x-www-form-urlencoded`. */
export const AcceptsForm = () => RouteConfig({ form: true });

/** The route reads so many mebibytes; others read one. */
export const LongestBody = (mebibytes: number) => RouteConfig({ longest: mebibytes * 1024 * 1024 });
