import { ApiExtension } from '@nestjs/swagger';

/** Documents statuses with which a route fails beside those that all of its method share. */
export const AlsoFails = (...statuses: number[]) => ApiExtension('x-fails', statuses.map(String));
