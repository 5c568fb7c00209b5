{{- define "agent.name" -}}
stagecoach-agent
{{- end }}

{{- define "agent.labels" -}}
app.kubernetes.io/name: stagecoach-agent
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/part-of: stagecoach
{{- end }}

{{- define "agent.subject" -}}
- kind: ServiceAccount
  name: {{ include "agent.name" . }}
  namespace: {{ .Release.Namespace }}
{{- end }}

{{- define "agent.secret" -}}
{{ .Values.existingSecret | default (include "agent.name" .) }}
{{- end }}
