import type { EmbedCode, Form } from './form.dto.js';

/** The snippets for other people's pages. Path, script and global name are embedded out there and never change. */
export function embedCodeOf({ id: formId, styling }: Form, backendUrl: string): EmbedCode {
  const directUrl = `${backendUrl}/form/${formId}`;
  return {
    form_id: formId,
    embed_code: `<div id="lead-form-${formId}"></div>
<script src="${backendUrl}/static/form-widget.js"></script>
<script>
  LeadForm.render({
    formId: '${formId}',
    containerId: 'lead-form-${formId}',
    apiUrl: '${backendUrl}'
  });
</script>`,
    iframe_code: `<iframe src="${directUrl}" title="Contact form" width="100%" height="500" style="border:0;max-width:${styling.width}px"></iframe>`,
    direct_url: directUrl,
  };
}
