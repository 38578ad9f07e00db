{{- define "gainsay.fullname" -}}
{{- if contains .Chart.Name .Release.Name -}}
{{- .Release.Name | trunc 50 | trimSuffix "-" -}}
{{- else -}}
{{- printf "%s-%s" .Release.Name .Chart.Name | trunc 50 | trimSuffix "-" -}}
{{- end -}}
{{- end -}}

{{- define "gainsay.selector" -}}
app.kubernetes.io/name: {{ .Chart.Name }}
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end -}}

{{- define "gainsay.labels" -}}
{{ include "gainsay.selector" . }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
helm.sh/chart: {{ .Chart.Name }}-{{ .Chart.Version }}
{{- end -}}

{{- define "gainsay.image" -}}
{{ .Values.image.repository }}:{{ .Values.image.tag | default .Chart.AppVersion }}
{{- end -}}

{{/* gainsay.conf of (dict "root" $ "conninfo" ... "password" bool): all but what differs between services. */}}
{{- define "gainsay.conf" -}}
{{- $values := .root.Values -}}
[kafka]
brokers = {{ $values.kafka.brokers }}
{{- range $name, $value := $values.kafka.properties }}
{{- if regexMatch "password$|secret$" $name }}
{{- fail (printf "kafka.properties.%s is a password: name a Secret in kafka.password" $name) }}
{{- end }}
{{ $name }} = {{ $value }}
{{- end }}
{{- if $values.kafka.password.secret }}
sasl.password_file = /run/gainsay/kafka/password
{{- end }}
{{- if $values.kafka.tls.secret }}
ssl.ca.location = /run/gainsay/kafka-tls/ca.crt
{{- if $values.kafka.tls.client }}
ssl.certificate.location = /run/gainsay/kafka-tls/tls.crt
ssl.key.location = /run/gainsay/kafka-tls/tls.key
{{- end }}
{{- end }}

[postgres]
{{- if regexMatch "password *=|://[^/@]*:[^/@]*@" .conninfo }}
{{- fail "conninfo holds a password: name a Secret in postgres.password" }}
{{- end }}
conninfo = {{ .conninfo }}{{ if $values.postgres.tls.secret }} sslrootcert=/run/gainsay/postgres-tls/ca.crt{{ end }}
{{- if .password }}
password_file = /run/gainsay/postgres/password
{{- end }}

[log]
level = {{ $values.log.level }}
format = {{ $values.log.format }}
{{- end -}}

{{/* Mounts of (dict "root" $ "postgres" bool): the configuration, and the Secrets by reference. */}}
{{- define "gainsay.mounts" -}}
{{- $values := .root.Values -}}
- {name: configuration, mountPath: /etc/gainsay, readOnly: true}
{{- if $values.kafka.password.secret }}
- {name: kafka, mountPath: /run/gainsay/kafka, readOnly: true}
{{- end }}
{{- if $values.kafka.tls.secret }}
- {name: kafka-tls, mountPath: /run/gainsay/kafka-tls, readOnly: true}
{{- end }}
{{- if and .postgres .password }}
- {name: postgres, mountPath: /run/gainsay/postgres, readOnly: true}
{{- end }}
{{- if and .postgres $values.postgres.tls.secret }}
- {name: postgres-tls, mountPath: /run/gainsay/postgres-tls, readOnly: true}
{{- end }}
{{- end -}}

{{/* A password's file is the root's and the group's to read: what the services' check of its mode asks for. */}}
{{- define "gainsay.volumes" -}}
{{- $values := .root.Values -}}
- name: configuration
  configMap: {name: {{ .configuration }}}
{{- if $values.kafka.password.secret }}
- name: kafka
  secret:
    secretName: {{ $values.kafka.password.secret }}
    defaultMode: 0440
    items: [{key: {{ $values.kafka.password.key }}, path: password}]
{{- end }}
{{- if $values.kafka.tls.secret }}
- name: kafka-tls
  secret: {secretName: {{ $values.kafka.tls.secret }}, defaultMode: 0440}
{{- end }}
{{- if and .postgres .password }}
- name: postgres
  secret:
    secretName: {{ .password.secret }}
    defaultMode: 0440
    items: [{key: {{ .password.key }}, path: password}]
{{- end }}
{{- if and .postgres $values.postgres.tls.secret }}
- name: postgres-tls
  secret: {secretName: {{ $values.postgres.tls.secret }}, defaultMode: 0440}
{{- end }}
{{- end -}}

{{/* What every pod has. */}}
{{- define "gainsay.pod" -}}
serviceAccountName: {{ .account }}
automountServiceAccountToken: false
enableServiceLinks: false
{{- with .root.Values.image.pullSecrets }}
imagePullSecrets: {{- toYaml . | nindent 2 }}
{{- end }}
securityContext: {{- toYaml .root.Values.podSecurityContext | nindent 2 }}
{{- with .root.Values.nodeSelector }}
nodeSelector: {{- toYaml . | nindent 2 }}
{{- end }}
{{- with .root.Values.tolerations }}
tolerations: {{- toYaml . | nindent 2 }}
{{- end }}
{{- with .root.Values.affinity }}
affinity: {{- toYaml . | nindent 2 }}
{{- end }}
{{- end -}}
