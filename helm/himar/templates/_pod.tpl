{{- define "himar.containerSecurity" -}}
allowPrivilegeEscalation: false
readOnlyRootFilesystem: true
capabilities:
  drop: [ALL]
{{- end }}

{{/*
The pod of a service; takes root, name and component.
*/}}
{{- define "himar.pod" -}}
{{- $values := .root.Values }}
{{- $own := index $values .component.values }}
{{- $copies := and .component.models (not $values.models.existingClaim) }}
{{- $sidecar := and .component.worker (eq $values.triton.mode "sidecar") }}
serviceAccountName: {{ include "himar.serviceAccount" .root }}
automountServiceAccountToken: false
enableServiceLinks: false
{{- with $values.image.pullSecrets }}
imagePullSecrets:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- with $own.priorityClassName }}
priorityClassName: {{ . }}
{{- end }}
terminationGracePeriodSeconds: {{ $own.terminationGracePeriodSeconds }}
securityContext:
  runAsNonRoot: true
  runAsUser: 10001
  runAsGroup: 10001
  fsGroup: 10001
  fsGroupChangePolicy: OnRootMismatch
  seccompProfile: {type: RuntimeDefault}
{{- if or $copies $sidecar }}
initContainers:
  {{- if $copies }}
  - name: models
    image: {{ include "himar.image" (dict "root" .root "name" "models") }}
    imagePullPolicy: {{ $values.image.pullPolicy }}
    args: [/models]
    securityContext:
      {{- include "himar.containerSecurity" . | nindent 6 }}
    resources:
      requests: {cpu: 50m, memory: 32Mi}
      limits: {memory: 256Mi}
    volumeMounts:
      - {name: models, mountPath: /models}
  {{- end }}
  {{- if $sidecar }}
  {{- include "himar.triton" .root | nindent 2 }}
  {{- end }}
{{- end }}
containers:
  - name: {{ .name }}
    image: {{ include "himar.image" . }}
    imagePullPolicy: {{ $values.image.pullPolicy }}
    securityContext:
      {{- include "himar.containerSecurity" . | nindent 6 }}
    ports:
      - {name: http, containerPort: {{ .component.port }}}
    envFrom:
      - configMapRef:
          name: {{ include "himar.fullname" .root }}-{{ .name }}
    {{- with include "himar.secrets" . }}
    env:
      {{- trim . | nindent 6 }}
    {{- end }}
    # A slow start is no reason to be killed, so the others only look once this one has succeeded.
    startupProbe:
      httpGet: {path: /actuator/health/liveness, port: http}
      periodSeconds: 2
      failureThreshold: 90
    livenessProbe:
      httpGet: {path: /actuator/health/liveness, port: http}
      periodSeconds: 10
      timeoutSeconds: 3
    readinessProbe:
      httpGet: {path: /actuator/health/readiness, port: http}
      periodSeconds: 5
      timeoutSeconds: 5
    resources:
      {{- toYaml $own.resources | nindent 6 }}
    volumeMounts:
      - {name: tmp, mountPath: /tmp}
      {{- if .component.models }}
      - {name: models, mountPath: /models, readOnly: true}
      {{- end }}
volumes:
  - name: tmp
    emptyDir: {}
  {{- if .component.models }}
  - name: models
    {{- if $copies }}
    emptyDir: {}
    {{- else }}
    persistentVolumeClaim: {claimName: {{ $values.models.existingClaim }}, readOnly: true}
    {{- end }}
  {{- end }}
{{- with $own.nodeSelector }}
nodeSelector:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- with $own.tolerations }}
tolerations:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- with $own.affinity }}
affinity:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- with $own.topologySpreadConstraints }}
topologySpreadConstraints:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- end }}
