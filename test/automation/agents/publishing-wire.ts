/** What json2video and Blotato answer. */
export const VIDEO = 'https://cdn.example/video.mp4';
export const ORDERED = { body: { success: true, project: 'p1' } };
export const RENDERING = { body: { success: true, movie: { status: 'running', url: null } } };
export const DONE = { body: { success: true, movie: { status: 'done', url: VIDEO } } };
export const SUBMITTED = { status: 201, body: { postSubmissionId: 's1' } };
