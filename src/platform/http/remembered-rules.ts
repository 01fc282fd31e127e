import { getMetadataStorage } from 'class-validator';

type Find = ReturnType<typeof getMetadataStorage>['getTargetValidationMetadatas'];

/**
 * class-validator looks through the rules of every class there is for each object it checks, nested ones included. What a class
 * has does not change once its file is loaded, so it is looked for once.
 */
export function rememberRules(): void {
  const storage = getMetadataStorage();
  if (Object.hasOwn(storage, 'getTargetValidationMetadatas')) return;
  const find = storage.getTargetValidationMetadatas.bind(storage);
  const known = new WeakMap<object, Map<string, ReturnType<Find>>>();
  const remembered = (...asked: Parameters<Find>): ReturnType<Find> => {
    const [target, schema, always, strictGroups, groups = []] = asked;
    if (typeof target !== 'function' || groups.length > 0) return find(...asked);
    const ofTarget = known.get(target) ?? new Map<string, ReturnType<Find>>();
    known.set(target, ofTarget);
    const way = `${always} ${strictGroups} ${schema}`;
    const rules = ofTarget.get(way) ?? find(...asked);
    ofTarget.set(way, rules);
    return rules;
  };
  storage.getTargetValidationMetadatas = remembered;
}
