/** The main job from end to end, told to a person. */
export { DemoFailed, runDemo } from './demo.js';
export { openStory } from './story.js';
export type { Story } from './story.js';
