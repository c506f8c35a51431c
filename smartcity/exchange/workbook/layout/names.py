"""What else real files call the sheets and columns of the layout; compared by their letters alone."""

from collections.abc import Mapping

# By entity, separated by semicolons. The titles of the layout themselves stand in it and are not repeated here.
SHEET_NAMES: Mapping[str, str] = {
    "masterplan": "Masterplan; Masterplan (Rencana Induk); Rencana Induk (Masterplan); Rencana Induk Smart City; "
    "Masterplan Smart City",
    "dimension": "Dimension; Dimensions; Dimensi Smart City; Pilar",
    "sub_dimension": "Subdimensi; Sub Dimensi; Sub-dimensions; Subdimension; Sub Pilar",
    "agency": "Perangkat Daerah; OPD (Perangkat Daerah); Perangkat Daerah (OPD); Organisasi Perangkat Daerah; SKPD; "
    "Agencies; Agency; Instansi; Dinas",
    "area": "Kecamatan; Areas; Area; Wilayah Administrasi; Kecamatan dan Kelurahan",
    "mission": "Missions; Mission; Visi Misi; Misi Daerah; Misi RPJMD",
    "programme": "Programs; Programme; Programmes; Program Smart City; Program dan Inovasi; Program Inovasi",
    "action_plan": "Renaksi; Action Plan; Action Plans; Rencana Aksi Program; Kegiatan",
    "milestone": "Tahapan (Milestone); Milestone; Milestones; Tahap; Milestone (Tahapan); Tahapan Kegiatan",
    "period": "Periode Pelaporan; Period; Periods; Reporting Periods; Jadwal Pelaporan",
    "update": "Milestone Updates; Pembaruan Tahapan; Pembaruan Milestone; Updates; Update; Progres; Progress; "
    "Perkembangan",
    "due_date_change": "Due Date Changes; Perubahan Tanggal",
    "waiting": "Waiting; Waits; Ketergantungan",
    "statement": "Laporan; Programme Reports; Programme Report; Programme Statements; Statements; Reports; "
    "Laporan Programme",
    "indicator": "Indicators; Indicator; Indikator Kinerja; IKU; Indikator Kinerja Utama",
    "target": "Targets; Target Indikator; Target Kinerja; Target Indikator Kinerja",
    "reading": "Realisasi Indikator; Readings; Reading; Capaian; Capaian Indikator; Realisasi Kinerja",
    "budget": "Pagu; Pagu Anggaran; Budget; Budgets; Anggaran (Pagu)",
    "budget_realisation": "Budget Realisation; Budget Realised; Budget Realisations; Spending; Realisasi Pagu; "
    "Serapan Anggaran; Penyerapan Anggaran; Serapan",
    "quick_win_year": "Yearly Quick Win Status; Yearly Quick Wins; Status Quick Win Tahunan; Quick Wins; Quick Win; "
    "Status Quick Win; Quick Win Years",
    "meeting": "Meetings; Meeting; Rapat Koordinasi; Rakor",
    "decision": "Decisions; Decision; Arahan Rapat; Arahan Wali Kota; Arahan Pimpinan; Tindak Lanjut Arahan",
}
AGENCIES = (
    "",
    "OPD",
    "PD",
    "SKPD",
    "Perangkat Daerah",
    "Organisasi Perangkat Daerah",
    "Instansi",
    "Dinas",
    "Unit Kerja",
)
LEADING = (
    "", "Penanggung Jawab", "Penanggungjawab", "PJ", "Pengampu", "Pelaksana", "Utama", "Koordinator", "Pelaksana Utama",
)  # fmt: skip


def _agencies(*roles: str) -> tuple[str, ...]:
    """Every word for an agency with every word for what it does; one of both may be left out."""
    return tuple(f"{agency} {role}".strip() for agency in AGENCIES for role in roles if agency or role)


# By field, for every sheet that has it and no other column of that name.
COLUMN_NAMES: Mapping[str, str] = {
    "code": "ID; Kd; Code; Kode Unik; No Kode",
    "name": "Name; Judul; Uraian Nama; Title",
    "short_name": "Singkatan; Short Name; Nama Pendek; Akronim",
    "aliases": "Aliases; Sebutan Lain; Nama Lain",
    "alias": "Sebutan Lain; Nama Lain",
    "position": "No Urut; Nomor Urut; Order; Position; Urut",
    "city": "Kota/Kabupaten; Kabupaten/Kota; City; Daerah; Nama Daerah; Kabupaten; Pemerintah Daerah",
    "legal_basis": "Legal Basis; Peraturan; Regulasi",
    "first_year": "Tahun Mulai; First Year; Tahun Pertama; Mulai Tahun",
    "last_year": "Tahun Selesai; Last Year; Tahun Terakhir; Sampai Tahun",
    "credit_rule": "Credit Rule; Aturan Perhitungan",
    "zone": "Zona; Time Zone; Timezone",
    "dimension": "Dimension; Kode Dimensi; Nama Dimensi; Pilar",
    "sub_dimension": "Subdimensi; Sub Dimension; Kode Sub-dimensi; Nama Sub-dimensi",
    "lead_agency": "; ".join(("PIC; Lead Agency; Leading Sector", *_agencies(*LEADING))),
    "agency": "; ".join(("Agency; Kode OPD; Nama OPD", *_agencies(*LEADING))),
    "supports": "; ".join(("Supporting Agencies", *_agencies("Pendukung", "Terkait", "Kolaborator"))),
    "horizon": "Jangka Waktu; Horizon; Kategori Jangka",
    "weight": "Weight; Bobot Relatif; Bobot Tahapan; Bobot Program",
    "starts_on": "Tahun Mulai; Waktu Pelaksanaan Mulai; Tanggal Mulai; Tgl Mulai; Start; Start Date; Waktu Mulai; "
    "Mulai Pelaksanaan; Awal",
    "ends_on": "Tahun Selesai; Tahun Berakhir; Tanggal Selesai; Tgl Selesai; End; End Date; Waktu Selesai; Akhir; "
    "Berakhir",
    "due_on": "Tanggal Tenggat; Tanggal Jatuh Tempo; Target Waktu; Waktu Target; Batas Akhir; Tanggal Target; "
    "Jatuh Tempo; Target Selesai; Tenggat Waktu; Deadline; Due; Due Date; Batas Waktu; "
    "Tanggal Selesai; Tgl Selesai; Selesai",
    "kind": "Jenis Rencana Aksi; Kind; Type; Tipe; Kategori",
    "programme": "Programme; Kode Program; Nama Program",
    "action_plan": "Renaksi; Kegiatan; Kode Kegiatan; Nama Kegiatan; Action Plan; Kode Rencana Aksi; "
    "Nama Rencana Aksi; Kode Renaksi",
    "milestone": "Milestone; Tahapan (Milestone); Kode Tahapan; Nama Tahapan; Kode Milestone",
    "indicator": "Indicator; Kode Indikator; Nama Indikator; Indikator Kinerja",
    "meeting": "Kode Rapat; Nama Rapat; Meeting",
    "claim": "Status Tahapan; Keadaan; Status Pelaksanaan; Claim",
    "percent": "Persentase; Progres; Progress; Persen (%); Percent; Progres (%)",
    "achieved_on": "Tanggal Tercapai; Tercapai; Tanggal Realisasi; Achieved On",
    "note": "Keterangan; Note; Notes; Ket",
    "unit": "Unit; Satuan Ukur",
    "direction": "Polaritas; Polarisasi; Direction; Arah Indikator",
    "calculation": "Calculation; Jenis Hitung; Metode Hitung; Cara Perhitungan; Tipe Perhitungan; Jenis Perhitungan",
    "baseline": "Baseline; Kondisi Awal; Data Awal; Nilai Dasar",
    "baseline_year": "Tahun Baseline; Tahun Dasar; Tahun Data Awal; Baseline Year",
    "year": "Year; Thn; Tahun Anggaran; TA",
    "quarter": "TW; Quarter; Kuartal; Periode",
    "number": "TW; Quarter; Number; Kuartal; Periode",
    "value": "Nilai; Value; Angka; Target Kinerja; Capaian; Nilai Target; Nilai Realisasi",
    "lower": "Lower; Minimal; Minimum; Target Minimal",
    "upper": "Upper; Maksimal; Maksimum; Target Maksimal",
    "source": "Sumber Dana; Sumber Anggaran; Sumber Data; Source",
    "ceiling": "Pagu Anggaran; Alokasi Anggaran; Alokasi; Pagu Indikatif; Pagu (Rp); Anggaran; Ceiling; Anggaran (Rp)",
    "realised": "Realisasi Anggaran; Realisasi (Rp); Serapan; Realised",
    "opens_on": "Tanggal Dibuka; Buka; Mulai Dibuka; Opens On",
    "closes_on": "Tanggal Ditutup; Tutup; Closes On",
    "held_on": "Tanggal Rapat; Held On; Date; Hari/Tanggal",
    "definition": "Definisi Operasional; Definition",
    "formula": "Formula; Rumus Perhitungan; Formulasi",
    "description": "Deskripsi; Description; Keterangan",
}
