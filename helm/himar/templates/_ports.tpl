{{/* The ports of other people's servers, out of their addresses, separated by commas. */}}

{{- define "himar.kafkaPorts" -}}
{{- $ports := list }}
{{- range splitList "," .Values.kafka.bootstrapServers }}
{{- $ports = append $ports (regexFind "[0-9]+$" (trim .)) }}
{{- end }}
{{- $ports | uniq | join "," }}
{{- end }}

{{- define "himar.databasePort" -}}
{{- $ports := list }}
{{- range splitList "," (regexReplaceAll "^jdbc:postgresql://([^/]*)/.*$" .Values.database.url "${1}") }}
{{- $ports = append $ports (default "5432" (trimPrefix ":" (regexFind ":[0-9]+$" .))) }}
{{- end }}
{{- $ports | uniq | join "," }}
{{- end }}

{{- define "himar.tracesPort" -}}
{{- $host := regexReplaceAll "^https?://([^/]*).*$" .Values.tracing.endpoint "${1}" }}
{{- default (ternary "443" "80" (hasPrefix "https:" .Values.tracing.endpoint)) (trimPrefix ":" (regexFind ":[0-9]+$" $host)) }}
{{- end }}

{{- define "himar.objectsPort" -}}
{{- $host := regexReplaceAll "^https?://([^/]*)/?$" .Values.objects.endpoint "${1}" }}
{{- default (ternary "443" "80" (hasPrefix "https:" .Values.objects.endpoint)) (trimPrefix ":" (regexFind ":[0-9]+$" $host)) }}
{{- end }}
