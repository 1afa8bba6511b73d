/** Where a finding stands on the page: what sentences of the story lead to. */

export const findingAnchor = (id: string) => `finding-${id.replaceAll(/[^\w.-]+/g, '_')}`
