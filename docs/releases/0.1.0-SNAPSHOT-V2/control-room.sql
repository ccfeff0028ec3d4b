--
-- PostgreSQL database dump
--


-- Dumped from database version 14.20
-- Dumped by pg_dump version 15.18 (Debian 15.18-0+deb12u1)

SET statement_timeout = 0;
SET lock_timeout = 0;
SET idle_in_transaction_session_timeout = 0;
SET client_encoding = 'UTF8';
SET standard_conforming_strings = on;
SELECT pg_catalog.set_config('search_path', '', false);
SET check_function_bodies = false;
SET xmloption = content;
SET client_min_messages = warning;
SET row_security = off;

--
-- Name: public; Type: SCHEMA; Schema: -; Owner: -
--

-- *not* creating schema, since initdb creates it


SET default_tablespace = '';

SET default_table_access_method = heap;

--
-- Name: portnokkel_confirmation; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.portnokkel_confirmation (
    id character varying(36) NOT NULL,
    environment character varying(100) NOT NULL,
    proposed_by character varying(100) NOT NULL,
    proposed_at timestamp with time zone NOT NULL,
    expires_at timestamp with time zone NOT NULL,
    decided_by character varying(100),
    decided_at timestamp with time zone,
    sequence_no bigint,
    signature character varying(4000)
);


--
-- Name: portnokkel_confirmation_value; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.portnokkel_confirmation_value (
    confirmation_id character varying(36) NOT NULL,
    "position" integer NOT NULL,
    name character varying(200) NOT NULL,
    setting character varying(2000) NOT NULL
);


--
-- Name: portnokkel_schema_history; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.portnokkel_schema_history (
    installed_rank integer NOT NULL,
    version character varying(50),
    description character varying(200) NOT NULL,
    type character varying(20) NOT NULL,
    script character varying(1000) NOT NULL,
    checksum integer,
    installed_by character varying(100) NOT NULL,
    installed_on timestamp without time zone DEFAULT now() NOT NULL,
    execution_time integer NOT NULL,
    success boolean NOT NULL
);


--
-- Name: portnokkel_switch; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.portnokkel_switch (
    id character varying(36) NOT NULL,
    from_environment character varying(100),
    to_environment character varying(100) NOT NULL,
    reason character varying(1000) NOT NULL,
    proposed_by character varying(100) NOT NULL,
    proposed_at timestamp with time zone NOT NULL,
    expires_at timestamp with time zone NOT NULL,
    binding_digest character varying(64) NOT NULL,
    state character varying(20) NOT NULL,
    decided_by character varying(100),
    decided_at timestamp with time zone,
    choice_version bigint,
    proposal_signature character varying(4000),
    signed_choice character varying(8000)
);


--
-- Name: portnokkel_switch_difference; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.portnokkel_switch_difference (
    switch_id character varying(36) NOT NULL,
    "position" integer NOT NULL,
    what character varying(200) NOT NULL,
    from_value character varying(2000),
    to_value character varying(2000)
);


--
-- Name: portnokkel_switch_problem; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.portnokkel_switch_problem (
    switch_id character varying(36) NOT NULL,
    code character varying(100) NOT NULL,
    detail_no character varying(4000) NOT NULL,
    detail_en character varying(4000) NOT NULL,
    remedy_no character varying(4000) NOT NULL,
    remedy_en character varying(4000) NOT NULL,
    owner character varying(100),
    mp character varying(20),
    trace_id character varying(200)
);


--
-- Data for Name: portnokkel_confirmation; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.portnokkel_confirmation VALUES ('7e6e9a06-7f28-4059-b81e-fdceeb09bcde', 'second', 'kari', '2026-11-30 08:43:24.304+00', '2026-12-01 08:43:24.304+00', 'ola', '2026-11-30 08:43:24.304+00', 1, 'c2VhbA==:rVfTH8aag2wpZka9eK+vutRkbDCBmm92EvcYzhmt1eNoI2GA7f3MwUBch+mdzRtucSay+IbwromGPzuOHKTKclB33xZK8iDTPj30KOPnCOGK54LJDYlZx6xbLxxu6BLXqeHRNysBHh+Tnb5kw8XRhBegDYnzfygUoqjDoUMu8kScIcBwquANRYAVc95Io56zILvMf59t+8Ee2UCkflrBxdAvaiGmDZEP9uTe2syWob3lDtOIaQznhFOwyQTLcaEHLCB0nd3R9tqdmqUS3lk/hBLFegS6tow0MDrAPWSGFtsJ0Cv7k/E1BHkP36c+7ZfVkR45L2zLWHBhZb7uZtAihA==');
INSERT INTO public.portnokkel_confirmation VALUES ('f7cc5726-e33d-4a23-8eb9-8cd56f211769', 'second', 'kari', '2026-11-30 08:43:54.991+00', '2026-12-01 08:43:54.991+00', 'per', '2026-11-30 08:43:55.208+00', 2, 'c2VhbA==:fTq4nAvdeKzBLY4BPGuHPD4wAdqYHLaQepVoiOT5UHiUmdzhU4EPn1m3u3MC5bhhMQ3ugv5qfWiXhPRvuMNLIPSJB4LYVRujNTYWPEEFeeE8BF+7Ltl/kLOoAtrby5t+oSJX8XOKVJE070eNsq0xBPPdfo0beyCZ8p7ZCOabH4pjdQ+SCGTs+32DaEHbILCNKnYN6fCPR7WnwhCwUf5os0efRb4PgmQHU5pEPEKxm3OSykEjWikQWKDpQqkiYd+IjsnmWzwOsVw534KY2FdUU2fBF1OlKF0E9r/B6xL3qi88wsgSmZdxEjLFoRXuCUPMOZ3co8X0wH2lbNKrrf7lzw==');


--
-- Data for Name: portnokkel_confirmation_value; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.portnokkel_confirmation_value VALUES ('7e6e9a06-7f28-4059-b81e-fdceeb09bcde', 0, 'environment', 'second');
INSERT INTO public.portnokkel_confirmation_value VALUES ('7e6e9a06-7f28-4059-b81e-fdceeb09bcde', 1, 'class', 'test');
INSERT INTO public.portnokkel_confirmation_value VALUES ('7e6e9a06-7f28-4059-b81e-fdceeb09bcde', 2, 'issuer', 'http://127.0.0.1:44147/');
INSERT INTO public.portnokkel_confirmation_value VALUES ('7e6e9a06-7f28-4059-b81e-fdceeb09bcde', 3, 'token-endpoint', 'http://127.0.0.1:44147/token');
INSERT INTO public.portnokkel_confirmation_value VALUES ('7e6e9a06-7f28-4059-b81e-fdceeb09bcde', 4, 'client-id', 'bank-client');
INSERT INTO public.portnokkel_confirmation_value VALUES ('7e6e9a06-7f28-4059-b81e-fdceeb09bcde', 5, 'organisation-number', '310167398');
INSERT INTO public.portnokkel_confirmation_value VALUES ('7e6e9a06-7f28-4059-b81e-fdceeb09bcde', 6, 'key', 'seal');
INSERT INTO public.portnokkel_confirmation_value VALUES ('7e6e9a06-7f28-4059-b81e-fdceeb09bcde', 7, 'x5c', 'chain');
INSERT INTO public.portnokkel_confirmation_value VALUES ('7e6e9a06-7f28-4059-b81e-fdceeb09bcde', 8, 'algorithm', 'RS256');
INSERT INTO public.portnokkel_confirmation_value VALUES ('7e6e9a06-7f28-4059-b81e-fdceeb09bcde', 9, 'users.arne.password', 'e376f7e1ebce2dce');
INSERT INTO public.portnokkel_confirmation_value VALUES ('7e6e9a06-7f28-4059-b81e-fdceeb09bcde', 10, 'users.arne.roles', 'viewer auditor');
INSERT INTO public.portnokkel_confirmation_value VALUES ('7e6e9a06-7f28-4059-b81e-fdceeb09bcde', 11, 'users.kari.password', 'e376f7e1ebce2dce');
INSERT INTO public.portnokkel_confirmation_value VALUES ('7e6e9a06-7f28-4059-b81e-fdceeb09bcde', 12, 'users.kari.roles', 'viewer operator');
INSERT INTO public.portnokkel_confirmation_value VALUES ('7e6e9a06-7f28-4059-b81e-fdceeb09bcde', 13, 'users.ola.password', 'e376f7e1ebce2dce');
INSERT INTO public.portnokkel_confirmation_value VALUES ('7e6e9a06-7f28-4059-b81e-fdceeb09bcde', 14, 'users.ola.roles', 'viewer security-officer');
INSERT INTO public.portnokkel_confirmation_value VALUES ('7e6e9a06-7f28-4059-b81e-fdceeb09bcde', 15, 'users.per.password', 'e376f7e1ebce2dce');
INSERT INTO public.portnokkel_confirmation_value VALUES ('7e6e9a06-7f28-4059-b81e-fdceeb09bcde', 16, 'users.per.roles', 'viewer operator');
INSERT INTO public.portnokkel_confirmation_value VALUES ('7e6e9a06-7f28-4059-b81e-fdceeb09bcde', 17, 'users.vera.password', 'e376f7e1ebce2dce');
INSERT INTO public.portnokkel_confirmation_value VALUES ('7e6e9a06-7f28-4059-b81e-fdceeb09bcde', 18, 'users.vera.roles', 'viewer');
INSERT INTO public.portnokkel_confirmation_value VALUES ('f7cc5726-e33d-4a23-8eb9-8cd56f211769', 0, 'environment', 'second');
INSERT INTO public.portnokkel_confirmation_value VALUES ('f7cc5726-e33d-4a23-8eb9-8cd56f211769', 1, 'class', 'test');
INSERT INTO public.portnokkel_confirmation_value VALUES ('f7cc5726-e33d-4a23-8eb9-8cd56f211769', 2, 'issuer', 'http://127.0.0.1:44147/');
INSERT INTO public.portnokkel_confirmation_value VALUES ('f7cc5726-e33d-4a23-8eb9-8cd56f211769', 3, 'token-endpoint', 'http://127.0.0.1:44147/token');
INSERT INTO public.portnokkel_confirmation_value VALUES ('f7cc5726-e33d-4a23-8eb9-8cd56f211769', 4, 'client-id', 'bank-client');
INSERT INTO public.portnokkel_confirmation_value VALUES ('f7cc5726-e33d-4a23-8eb9-8cd56f211769', 5, 'organisation-number', '310167398');
INSERT INTO public.portnokkel_confirmation_value VALUES ('f7cc5726-e33d-4a23-8eb9-8cd56f211769', 6, 'key', 'seal');
INSERT INTO public.portnokkel_confirmation_value VALUES ('f7cc5726-e33d-4a23-8eb9-8cd56f211769', 7, 'x5c', 'chain');
INSERT INTO public.portnokkel_confirmation_value VALUES ('f7cc5726-e33d-4a23-8eb9-8cd56f211769', 8, 'algorithm', 'RS256');
INSERT INTO public.portnokkel_confirmation_value VALUES ('f7cc5726-e33d-4a23-8eb9-8cd56f211769', 9, 'users.arne.password', 'e376f7e1ebce2dce');
INSERT INTO public.portnokkel_confirmation_value VALUES ('f7cc5726-e33d-4a23-8eb9-8cd56f211769', 10, 'users.arne.roles', 'viewer auditor');
INSERT INTO public.portnokkel_confirmation_value VALUES ('f7cc5726-e33d-4a23-8eb9-8cd56f211769', 11, 'users.kari.password', 'e376f7e1ebce2dce');
INSERT INTO public.portnokkel_confirmation_value VALUES ('f7cc5726-e33d-4a23-8eb9-8cd56f211769', 12, 'users.kari.roles', 'viewer operator');
INSERT INTO public.portnokkel_confirmation_value VALUES ('f7cc5726-e33d-4a23-8eb9-8cd56f211769', 13, 'users.nina.password', 'e376f7e1ebce2dce');
INSERT INTO public.portnokkel_confirmation_value VALUES ('f7cc5726-e33d-4a23-8eb9-8cd56f211769', 14, 'users.nina.roles', 'viewer');
INSERT INTO public.portnokkel_confirmation_value VALUES ('f7cc5726-e33d-4a23-8eb9-8cd56f211769', 15, 'users.ola.password', 'e376f7e1ebce2dce');
INSERT INTO public.portnokkel_confirmation_value VALUES ('f7cc5726-e33d-4a23-8eb9-8cd56f211769', 16, 'users.ola.roles', 'viewer security-officer');
INSERT INTO public.portnokkel_confirmation_value VALUES ('f7cc5726-e33d-4a23-8eb9-8cd56f211769', 17, 'users.per.password', 'e376f7e1ebce2dce');
INSERT INTO public.portnokkel_confirmation_value VALUES ('f7cc5726-e33d-4a23-8eb9-8cd56f211769', 18, 'users.per.roles', 'viewer operator');
INSERT INTO public.portnokkel_confirmation_value VALUES ('f7cc5726-e33d-4a23-8eb9-8cd56f211769', 19, 'users.vera.password', 'e376f7e1ebce2dce');
INSERT INTO public.portnokkel_confirmation_value VALUES ('f7cc5726-e33d-4a23-8eb9-8cd56f211769', 20, 'users.vera.roles', 'viewer');


--
-- Data for Name: portnokkel_schema_history; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.portnokkel_schema_history VALUES (1, '1', 'environment switches', 'SQL', 'V1__environment_switches.sql', -1929132272, 'portnokkel', '2026-11-30 08:43:20.662194', 68, true);
INSERT INTO public.portnokkel_schema_history VALUES (2, '2', 'confirmations', 'SQL', 'V2__confirmations.sql', 488085755, 'portnokkel', '2026-11-30 08:43:20.822184', 16, true);


--
-- Data for Name: portnokkel_switch; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.portnokkel_switch VALUES ('425c21d9-e860-4943-a4b2-4e275fcc19c2', 'first', 'second', 'a test', 'kari', '2026-11-30 08:43:24.061+00', '2026-12-01 08:43:24.061+00', '281d9b50cb57ccf8804f8b4f4a9ff5f2b6cb9ebf39e6a349df73f928fb3c4d13', 'ACTIVE', 'ola', '2026-11-30 08:43:24.30314+00', 1, 'c2VhbA==:zRnhL6PDDLUV3Gxesd78yflMNQSAwAOSJ6250KhnFWzW1MeGskHKOXSp7nAX2507wIVLX3IaQARlRNrAD7YBSuh5wPXMmw/5S/PFEH0KjNNQ9eYx9dlQ7AJp4Eu4O3aI0nqikhLYZzLtc7CYZLuwe+QMEzzPZj2cOsu4Avf81FMbqUm2zNLn2Wxh0Qd8LpmuOiYIbAYfvs81eBNZ0eaAzZDADWXRtynwHyxVi04bFO1XpBZO6Cu4CuivAC7xwbV1tXRgyx6zoYujJJbuizRBbd8V5yCcKCJbM8NX+4VnQX6tXdieYIoVtgOyGiZhwnLQulhaDf8xflItEjw1nwdEcQ==', 'class=test
confirmed=6fc5ba21633703b8f22b84774971667a8cb3df287a2774f8be367ee798f548b6
in-effect=6fc5ba21633703b8f22b84774971667a8cb3df287a2774f8be367ee798f548b6
name=second
production-keys=
settings=905285cc18298caefcb13943f069ec1c25b92fcddecb05467a502501013629e5
since=2026-11-30T08:43:24.318785678Z
version=1
signature=c2VhbA==:0Q3gyr9BuWLiu0NYhW4a9bM2/uRtKlQ+l3pj1DuAr+OF0YTgshqGk0nFbKrtuv0hJIs9pOYTlbMNItx5L9WQtQ0eGF/vdI9ghZbzp5QfDWjW/l84IaAzMu7shpuicn5qb6a3WFEny8EDfpeoQjbSLEkpdRavaiBNTebEVQu4DIZjuopi3hWirsckwLI+qq+Y8sL/K4D8ea88SDKS8mqz4TngS/LL8AdTfizYj/3wF+iwYZj/zWmioO7ohIT3TAFt0cTxmka6gPNNVYlyJyGKotyMPTPKoF4iXOOfqXMejDoeqA2Wglg1JzksSa5T9m9oTPa+RQxluDPaWb/H3vFJyA==
');


--
-- Data for Name: portnokkel_switch_difference; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.portnokkel_switch_difference VALUES ('425c21d9-e860-4943-a4b2-4e275fcc19c2', 0, 'environment', 'first', 'second');
INSERT INTO public.portnokkel_switch_difference VALUES ('425c21d9-e860-4943-a4b2-4e275fcc19c2', 1, 'issuer', 'http://127.0.0.1:34797/', 'http://127.0.0.1:44147/');
INSERT INTO public.portnokkel_switch_difference VALUES ('425c21d9-e860-4943-a4b2-4e275fcc19c2', 2, 'token-endpoint', 'http://127.0.0.1:34797/token', 'http://127.0.0.1:44147/token');


--
-- Data for Name: portnokkel_switch_problem; Type: TABLE DATA; Schema: public; Owner: -
--



--
-- Name: portnokkel_confirmation portnokkel_confirmation_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.portnokkel_confirmation
    ADD CONSTRAINT portnokkel_confirmation_pkey PRIMARY KEY (id);


--
-- Name: portnokkel_confirmation portnokkel_confirmation_sequence_no_key; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.portnokkel_confirmation
    ADD CONSTRAINT portnokkel_confirmation_sequence_no_key UNIQUE (sequence_no);


--
-- Name: portnokkel_confirmation_value portnokkel_confirmation_value_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.portnokkel_confirmation_value
    ADD CONSTRAINT portnokkel_confirmation_value_pkey PRIMARY KEY (confirmation_id, "position");


--
-- Name: portnokkel_schema_history portnokkel_schema_history_pk; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.portnokkel_schema_history
    ADD CONSTRAINT portnokkel_schema_history_pk PRIMARY KEY (installed_rank);


--
-- Name: portnokkel_switch portnokkel_switch_choice_version_key; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.portnokkel_switch
    ADD CONSTRAINT portnokkel_switch_choice_version_key UNIQUE (choice_version);


--
-- Name: portnokkel_switch_difference portnokkel_switch_difference_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.portnokkel_switch_difference
    ADD CONSTRAINT portnokkel_switch_difference_pkey PRIMARY KEY (switch_id, "position");


--
-- Name: portnokkel_switch portnokkel_switch_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.portnokkel_switch
    ADD CONSTRAINT portnokkel_switch_pkey PRIMARY KEY (id);


--
-- Name: portnokkel_switch_problem portnokkel_switch_problem_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.portnokkel_switch_problem
    ADD CONSTRAINT portnokkel_switch_problem_pkey PRIMARY KEY (switch_id);


--
-- Name: portnokkel_schema_history_s_idx; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX portnokkel_schema_history_s_idx ON public.portnokkel_schema_history USING btree (success);


--
-- Name: portnokkel_confirmation_value portnokkel_confirmation_value_confirmation_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.portnokkel_confirmation_value
    ADD CONSTRAINT portnokkel_confirmation_value_confirmation_id_fkey FOREIGN KEY (confirmation_id) REFERENCES public.portnokkel_confirmation(id);


--
-- Name: portnokkel_switch_difference portnokkel_switch_difference_switch_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.portnokkel_switch_difference
    ADD CONSTRAINT portnokkel_switch_difference_switch_id_fkey FOREIGN KEY (switch_id) REFERENCES public.portnokkel_switch(id);


--
-- Name: portnokkel_switch_problem portnokkel_switch_problem_switch_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.portnokkel_switch_problem
    ADD CONSTRAINT portnokkel_switch_problem_switch_id_fkey FOREIGN KEY (switch_id) REFERENCES public.portnokkel_switch(id);


--
-- PostgreSQL database dump complete
--


