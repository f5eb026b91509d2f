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
{{- $secrets := include "himar.secrets" . | trim }}
{{- $certificate := ternary $values.kafka.security.certificateSecret "" (ne $values.kafka.security.protocol "PLAINTEXT") }}
{{- $api := and .component.worker $values.deletionCost.enabled }}
{{- $sidecar := and .component.worker (eq $values.triton.mode "sidecar") }}
serviceAccountName: {{ include (ternary "himar.workerAccount" "himar.serviceAccount" $api) .root }}
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
  {{- range $key, $value := $values.podSecurityContext }}
  {{- if ne (toString $value) "<nil>" }}
  {{ $key }}: {{ toYaml $value }}
  {{- end }}
  {{- end }}
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
      {{- if eq .name "gateway" }}
      - {name: http, containerPort: {{ .component.port }}}
      {{- end }}
      - {name: management, containerPort: {{ .component.management }}}
    envFrom:
      {{- with $own.envFrom }}
      {{- toYaml . | nindent 6 }}
      {{- end }}
      - configMapRef:
          name: {{ include "himar.fullname" .root }}-{{ .name }}
    {{- with include "himar.references" . | trim }}
    env:
      {{- . | nindent 6 }}
    {{- end }}
    {{- if eq .name "gateway" }}
    lifecycle:
      # Until no proxy sends requests here any more, it goes on to take them.
      preStop:
        exec: {command: [sleep, {{ $own.preStopSeconds | quote }}]}
    {{- end }}
    # A slow start is no reason to be killed, so the others only look once this one has succeeded.
    startupProbe:
      httpGet: {path: /actuator/health/liveness, port: management}
      periodSeconds: 2
      # After the loss of a whole cluster everything starts at once.
      failureThreshold: 150
    livenessProbe:
      httpGet: {path: /actuator/health/liveness, port: management}
      periodSeconds: 10
      timeoutSeconds: 3
    readinessProbe:
      httpGet: {path: /actuator/health/readiness, port: management}
      periodSeconds: 5
      timeoutSeconds: 5
    resources:
      {{- toYaml $own.resources | nindent 6 }}
    volumeMounts:
      - {name: tmp, mountPath: /tmp}
      {{- if .component.models }}
      - {name: models, mountPath: /models, readOnly: true}
      {{- end }}
      {{- if $secrets }}
      - {name: secrets, mountPath: /run/secrets/himar, readOnly: true}
      {{- end }}
      {{- with include "himar.trustMounts" .root | trim }}
      {{- . | nindent 6 }}
      {{- end }}
      {{- if $certificate }}
      - {name: kafka-certificate, mountPath: /kafka-certificate, readOnly: true}
      {{- end }}
      {{- if $api }}
      - {name: api, mountPath: /var/run/secrets/kubernetes.io/serviceaccount, readOnly: true}
      {{- end }}
      {{- with $own.extraVolumeMounts }}
      {{- toYaml . | nindent 6 }}
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
  {{- with $secrets }}
  {{- include "himar.secretsVolume" . | nindent 2 }}
  {{- end }}
  {{- with include "himar.trustVolumes" .root | trim }}
  {{- . | nindent 2 }}
  {{- end }}
  {{- if $certificate }}
  - name: kafka-certificate
    secret: {secretName: {{ $certificate }}, defaultMode: 0440}
  {{- end }}
  {{- if $api }}
  # For the worker's container alone.
  - name: api
    projected:
      defaultMode: 0440
      sources:
        - serviceAccountToken: {path: token, expirationSeconds: 3600}
        - configMap: {name: kube-root-ca.crt, items: [{key: ca.crt, path: ca.crt}]}
  {{- end }}
  {{- with $own.extraVolumes }}
  {{- toYaml . | nindent 2 }}
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
{{- if kindIs "slice" $own.topologySpreadConstraints }}
{{- with $own.topologySpreadConstraints }}
topologySpreadConstraints:
  {{- range . }}
  {{- $constraint := deepCopy . }}
  {{- if not $constraint.labelSelector }}
  # Without a selector a constraint counts no pod: the service's own are meant.
  {{- $selector := include "himar.selector" (dict "root" $.root "name" $.name) | fromYaml }}
  {{- $_ := set $constraint "labelSelector" (dict "matchLabels" $selector) }}
  {{- end }}
  {{- list $constraint | toYaml | nindent 2 }}
  {{- end }}
{{- end }}
{{- else }}
# Not all on one machine, where there are others.
topologySpreadConstraints:
  {{- range list "kubernetes.io/hostname" "topology.kubernetes.io/zone" }}
  - maxSkew: 1
    topologyKey: {{ . }}
    whenUnsatisfiable: ScheduleAnyway
    labelSelector:
      matchLabels:
        {{- include "himar.selector" (dict "root" $.root "name" $.name) | nindent 8 }}
  {{- end }}
{{- end }}
{{- end }}
